"""Words that are no names, besides those of the reference texts."""

import re
from collections.abc import Collection
from functools import lru_cache

from seqpt_lib.objectives.checks.words import fold, words

ACRONYMS = frozenset(
    re.findall(
        r"\S+",
        "SE IT KPI KPIs PDF QA HR CEO CTO EU USB CAD R&D FuE OEM OEMs ECU LED GPS OK TV PC PCs V&V",
    )
)
"""General short forms that name no tool and no method."""

CALENDAR = frozenset(
    words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december english german i
    """)
)
"""Words that English writes with a capital anywhere."""

OPENERS = frozenset(
    words("""
    a an the by after before within over during at in on upon following once having throughout
    until for from with under when while as one two three four five six seven eight nine ten
    twelve half every each their participants so all across alongside towards no not given
    having to eleven fifteen twenty thirty
    """)
)
"""Words that a part of an English objective may begin with."""

_GERMAN_NOUNS = """
    boden pfeil tür spritze bild gestänge feldarbeit wand acker ernte rad schiene wetter kälte
    hitze wind staub lüftung klinik station arzt pflegekraft alarm ton licht schlauch tank düse
    mast flügel rumpf antenne solar strahl zeiger deckel griff hebel taste schalter lampe
    display anzeige ladegerät stecker kabelbaum platine chip rechner server wolke karton kiste
    regal tisch stuhl brett tuch stahl holz glas kunststoff öl gas schicht lack kleber naht
    welle lager feder zahnrad kupplung riemen sattel scheibe zylinder kessel turbine generator
    roboterarm greifer förderer werkbank leute kind familie gast bürger spezialist meister
    lehrling schüler lehrer chef kasse bank konto fahrer fahrgast passagier pilot kapitän
    bediener monteur prüfer händler landwirt patientin hersteller käufer abend abgleich ablage
    ablauf ablehnung abnahme absatz abschluss absicht absprache abstand abstimmung abteilung
    abweichung adresse akte aktion akzeptanz alltag alternative analyse anfang anforderung
    anfrage angabe angebot anhang anlage anlass annahme ansatz anspruch anteil antrag antwort
    anwender anzahl arbeit argument art artefakt aspekt aufbau aufgabe auflage aufnahme auftrag
    aufwand auge ausbildung ausdruck ausfall ausgabe ausgang auslegung aussage auswahl
    auswirkung baustein bedarf bedeutung bedienung bedingung befund begriff begründung beispiel
    beitrag belastung beleg beobachtung berater bereich bericht beruf beschluss beschreibung
    besprechung besuch betrag betrieb beweis bewertung bezug bild blatt blick brief budget bus
    chance checkliste datei daten datum dauer debatte dialog diagramm dienst dokument druck
    ebene echtzeit eigenschaft eile einblick eindruck einfluss eingang einheit einigung einkauf
    einsatz einsicht eintrag element empfehlung ende energie engpass entscheidung entwicklung
    entwurf ereignis erfahrung erfolg ergebnis erhebung erkenntnis erklärung ersatz erwartung
    extrem fach fachkraft faktor fall farbe fassung fehler feld fertigung firma fläche fluss
    folge folgerung form formular forschung frage freigabe frist funktion fuß gang gebiet gefahr
    gegenstand gehäuse gerät gesamtheit geschäft gesetz gespräch gewicht gliederung grenze größe
    grund grundlage grundsatz gruppe güte halt hand handbuch handel handlung haus heft herkunft
    hersteller herstellung hilfe hinblick hindernis hinweis höhe idee industrie information
    ingenieur inhalt interesse interview jahr kabel kapitel karte katalog kategorie kenngröße
    kennzahl kern kette klarheit klasse knopf knoten konflikt konsens kontrolle kopf kopie
    kosten kraft kreis kriterium kritik kunde kürze kurs lage lager länge last laufzeit leben
    leistung leiter leitfaden leitung lern lieferant lieferung linie liste logik lösung lücke
    lüfter macht mangel markt maschine maß masse material matrix maßnahme mechanik mehrheit
    meinung meldung menge mensch merkmal messe messwert methode minute mitarbeit mittel mitglied
    modell modul monat montage motor muster nachfrage nachweis nachteil name netz norm notiz
    nummer nutzen nutzer objekt ordner ordnung ort papier partner person pfad pflege phase plan
    planung platz position praxis preis prinzip priorität probe problem produkt produktion
    profil programm projekt protokoll prozess prüfer prüfling prüfstand prüfung punkt qualität
    quelle rahmen rang rat raum reaktion rechnung recht rede regel reihe reihenfolge reife
    reparatur ressource richtlinie richtung risiko rolle routine rückfrage ruhe rundgang sache
    satz schaden schaltung schätzung schema schicht schluss schnitt schnittstelle schritt
    schulung schutz schwelle schwerpunkt seite sensor serie sicherheit sicht signal sinn
    situation sitzung skizze software sorgfalt spalte spanne speicher sprache stand standort
    stärke station status stelle steuerung stichwort stimme störung strategie strecke streit
    stück struktur stufe stunde suche szenario tabelle tafel tag takt tätigkeit team teil
    teilnehmer termin test text thema theorie tiefe ton trägheit trainer training transport
    trend treffen typ übergabe überblick übersicht übung umfang umfeld umgang umgebung umsetzung
    umwelt unterlage unternehmen unterschied unterstützung ursache urteil variante vergleich
    verbesserung verbindung verantwortung verbrauch verfahren vergangenheit verhalten verhältnis
    verkauf verlauf verlust version versuch verteilung vertrag vertrauen vertreter vertrieb
    verwaltung verzug vorbereitung vorfall vorgabe vorgang vorgehen vorlage vorschlag vorstand
    vorteil wahl wand wandel ware wartung wechsel weg weise wert wettbewerb wirkung wissen woche
    workshop wort wunsch zahl zeichnung zeile zeit zelle zentrum ziel zugang zugriff zukunft
    zulassung zusage zusammenhang zustand zustimmung zuverlässigkeit zweck zwischenstand
    fahrzeug batterie antrieb pumpe ventil kühlung heizung bremse getriebe achse anlagen bauteil
    baugruppe temperatur spannung strom leitung zelle ladung bahn zug flug medizin patient labor
    werk halle montage band presse roboter anwendung analogie audit backlog dashboard feedback
    board canvas meeting review release sprint stakeholder template tool input output update
    upgrade service lessons learned engineering systems system pilot planspiel rollenspiel
    fallstudie whiteboard adressat anlauf anliegen architekt architektur ausschlag behörde
    belang berechtigter breite detail disziplin einbau effekt experte fakt faust flüchtigkeit
    folie format gegenstück griff kennzeichen kompromiss kontakt konvention konzept korrektur
    licht mission nachbar niveau personal politik qualifizierung reichweite rest ritual sand
    schaltplan schreibtisch stoff subsystem support technologie technik techniker
    verantwortlicher zulieferer zusammenarbeit zusammenbau abbruch akku anker anruf autor balken
    beginn block delegieren einarbeitung einstieg einzel elektrik elektronik fachleute
    fachleuten seminar figur fokus foto flotte gremium gültigkeit haupt hebel jahrzehnt kaffee
    kalender kanal klärung kurve körper mail mentor mode niederschrift paar parameter peer
    plattform prototyp puffer quere reserve rückhalt rücknahme schätzwert stichtag stift stopp
    szene umweg vorsitz werkbank zeitstrahl zitat zyklus ärger übernahme überschrift januar
    februar märz april mai juni juli august september oktober november dezember montag dienstag
    mittwoch donnerstag freitag samstag sonntag januar quartal halbjahr vormittag nachmittag
    morgen mittag stand alone team teams kollege kollegin kollegium fachperson fachabteilung
    fachrichtung abteilungsleitung geschäftsleitung projektleitung hand mündlich papierform
    eigenregie eigeninitiative zusammenspiel rücksprache absprache anleitung anlehnung
    abhängigkeit ahnung anbindung anerkennung angst anhaltspunkt anpassung ansicht anweisung
    anzeige arbeitsplatz aufbau aufforderung aufklärung aufmerksamkeit aufzeichnung ausnahme
    ausrüstung ausschreibung aussicht austausch auszug automat automatisierung basis bauweise
    bedenken bedürfnis befehl begegnung begleitung begrenzung behauptung bekannte benutzer
    bereitschaft berechnung beruhigung beschaffung beschleunigung besitz bestand bestellung
    beteiligte betreiber betriebsart betroffene beurteilung bewegung bezeichnung beziehung
    bilanz bogen botschaft brainstorming bruch budget coaching computer design diskussion
    distanz echo effizienz eignung einführung einordnung einschränkung einstellung elastizität
    emission empfänger entfernung entwickler ergänzung erinnerung ermittlung erprobung
    erstellung etappe etikett experiment fahrt farbcode fertigkeit festigkeit film finanzierung
    flughafen fluggast formulierung forderung fortschritt freiraum freude führung gate
    gefährdung gegenüber gegenargument gehirn geld gelegenheit genauigkeit generation geschichte
    geschwindigkeit gespür gestaltung gesundheit gewinn gewohnheit glas glossar grad grafik
    gremien gruppenarbeit halbzeit haltung hardware haus herausforderung hierarchie historie
    hydraulik hypothese impuls indikator initiative innovation installation instrument
    interessen interpretation intervall iteration kamera kammer kapazität kanal kenntnis klima
    klammer koordination kooperation kolben konstruktion konstrukteur kostenrahmen kreativität
    kühler kurzform kurzvortrag lastfall laser legende lehre leitbild leser lernende limit
    logistik lücke lärm magnet management marke material meilenstein mengengerüst messung
    metapher minimum misserfolg mitte mitschrift mitwirkung mode modus moment motivation
    nachbereitung nachfolger nähe nachricht neuling nutzung objektivität offenheit option
    orientierung original paket panne parallele person perspektive pflicht pilotprojekt plakat
    plausibilität post potenzial praktikum prognose prototypen provision quartett quote rampe
    rand rechner redundanz referat regler reichweite reserve resultat revision rhythmus
    robustheit rohr rückblick rückmeldung runde sammlung sanktion satellit schaubild
    schaufenster schleife schlüssel schneidwerk schraube schrift selbstkontrolle selbsttest
    semester sensorik simulation spiel spezifikation sponsor sparte stabilität standard start
    statistik stellungnahme stimmung stoppuhr strang strecke streuung subjekt symptom synergie
    tagebuch taktik tandem tastatur teilziel tempo toleranz tonfall traktor treiber triebwerk
    türschloss umbau umsatz unsicherheit unterbrechung untergruppe untersuchung validität
    variation verantwortliche vereinbarung verkehr vernunft verpackung verschleiß
    verständlichkeit vertiefung vielfalt vision vollständigkeit vorausschau voraussetzung
    vorgesetzte vorrang vorrichtung vorurteil wagen walze wärme wasser weichenstellung
    weiterbildung weiterentwicklung werkstatt wiederholung wirtschaftlichkeit wissenschaft wohl
    würfel zeitplan zeitpunkt zeitraum zeitdruck zertifikat zielgruppe zielkonflikt zufall
    zusammenfassung zuordnung zuständigkeit zuverlässigkeit zwischenergebnis zustellung
    vorwissen gedächtnis eigenverantwortung fremdsprache vertretung stichprobe blick auge ohr
    herz fuß rücken sinne worte praxisprojekt flipchart pinnwand moderation präsentation vortrag
    bewusstsein verständnis gefühl kompetenz führungskraft
"""

_ENDINGS = ("innen", "ern", "en", "er", "es", "em", "e", "n", "s")
_ABSTRACT = re.compile(
    r"(ung|heit|keit|igkeit|schaft|ation|ition|sion|ktion|taet|nis|ismus|enz|anz|ierung|ment|logie|graphie"
    r"|grafie|ling|tum|mittel|ingenieur|entwickler|haft|barkeit|losigkeit)$"
)
_JOINTS = ("", "s", "n", "en", "es", "e", "er", "ens")
_SHORTEST_PART = 3


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """Take each ending that a German word may have off it.

    Args:
        word: A folded word.

    Returns:
        The word, vowels in the plural as in the singular, and what is left without each ending.
    """
    plain = word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    shorter = (plain.removesuffix(ending) for ending in _ENDINGS if plain.endswith(ending))
    return (plain, *(short for short in shorter if len(short) >= _SHORTEST_PART))


@lru_cache(maxsize=8)
def german_stems(vocabulary: frozenset[str]) -> frozenset[str]:
    """List the stems of all German words that are no names.

    Args:
        vocabulary: Folded words of the reference texts.

    Returns:
        Their stems, and those of common nouns.
    """
    known = {*vocabulary, *fold(_GERMAN_NOUNS).split()}
    return frozenset(
        short for word in known if len(word) >= _SHORTEST_PART for short in stems(word)
    )


def is_german_word(word: str, known: Collection[str]) -> bool:
    """Tell whether a German word is known, made of known words, or shaped like an abstract noun.

    Args:
        word: A folded word.
        known: Stems of the words that are no names.

    Returns:
        True if it is no name.
    """
    return any(
        short in known or _ABSTRACT.search(short) or _is_compound(short, known)
        for short in stems(word)
    )


def _is_compound(word: str, known: Collection[str], depth: int = 2) -> bool:
    return depth > 0 and any(
        word[cut:] in known and _is_first_part(word[:cut], known, depth)
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    )


def _is_first_part(part: str, known: Collection[str], depth: int) -> bool:
    """A word with a joint behind it, or a compound itself."""
    return any(
        word in known or _is_compound(word, known, depth - 1)
        for joint in _JOINTS
        if part.endswith(joint)
        for word in [part.removesuffix(joint)]
        if len(word) >= _SHORTEST_PART
    )
