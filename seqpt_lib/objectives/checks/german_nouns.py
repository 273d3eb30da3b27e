"""Common German nouns that name no tool and no method, and the parts that nouns are made of."""

_NOUNS = """
    abbruch abend abgleich abhängigkeit ablage ablauf ablehnung abnahme abnehmer abrechnung absatz
    abschluss absicht absprache abstand abstimmung abteilung abteilungsleitung abweichung achse
    acker administrator adressat adresse agenda ahnung akku akte aktion akzeptanz alarm alibi
    alltag alone alt alternative analogie analyse analyst anbieter anbindung anerkennung anfang
    anfänger anforderung anfrage angabe angebot angehörige angst anhaltspunkt anhang anker ankunft
    anlage anlagen anlass anlauf anlaufstelle anlehnung anleitung anliegen annahme anpassung anrede
    anreiz anruf ansatz ansicht ansprache ansprechpartner anspruch anteil anteilseigner antenne
    antrag antrieb antwort anweisung anwender anwendung anwohner anzahl anzeige apotheke appell
    april ära arbeit arbeitgeber arbeitskreis arbeitsmittel arbeitsplatz arbeitsschritt arbeitstag
    arbeitsweise architekt architektur arena ärger argument art artefakt arzt aspekt assistenz
    audit auditor aufbau aufforderung aufgabe aufklärung auflage aufmerksamkeit aufnahme aufsicht
    aufstellung auftakt auftrag auftraggeber auftragnehmer auftragslage aufwand aufzeichnung aufzug
    auge august aura ausbilder ausbildung ausdruck außendienst ausfall ausgabe ausgang ausgangslage
    ausgangspunkt ausgleich aushang ausland auslastung auslegung auslieferung auslöser ausnahme
    ausrede ausrüstung aussage ausschlag ausschreibung ausschuss aussicht austausch auswahl
    auswirkung auszug auto autofahrer automat automatisierung autor axt baby bach backlog backup
    bad bahn balken band bank basis batterie bau baugrund baugruppe baum bausatz baustein baustelle
    bauteil bauweise beamer bedarf bedenken bedeutung bediener bedienfehler bedienfeld bedienung
    bedingung bedürfnis befehl befugnis befund begegnung beginn begleiter begleitung begrenzung
    begriff begründung behauptung behörde beisitz beispiel beitrag bekannte belang belastung
    belastungsprobe beleg belegschaft bemessung benutzer beobachter beobachtung berater berechnung
    berechtigter bereich bereitschaft berg bericht berichtswesen beruf beruhigung besatzung
    beschaffung beschleunigung beschluss beschreibung besen besitz besprechung bestand bestellung
    besuch besucher beteiligte beteiligter betrag betreiber betreuer betrieb betriebsart
    betriebsrat betriebswirt betroffene beurteiler beurteilung beute bewegung beweis bewertung
    bewohner bewusstsein bezeichnung beziehung bezug bibliothek biene bier bilanz bild birne blatt
    blech blei blende blick blickwinkel blitz block blume blut board boden bogen bohrer boot bord
    börse bote botschaft box brainstorming brand brauch breite bremse brennpunkt brett brief brille
    brot bruch brücke bruder brunnen buch buchhaltung buchse buchstabe bude budget bühne bund
    bündel burg bürger büro bus busch butter canvas chance checkliste chef chip city coaching codex
    computer container controlling dach dachs damm dampf dank dashboard datei daten datum dauer
    debatte decke deckel deich delegieren delta demonstrator deponie depot design detail dezember
    diagramm dialog dick dieb dienst dienstag dienstleister dienstleistung dienstplan ding diplom
    direktor diskussion display distanz disziplin dogma dokument dolmetscher donnerstag doppel dorf
    dose draht drama dreh dreieck drohne druck druckluft dünger dunkelheit dünn durchmesser durst
    dusche düse ebene echo echtzeit ecke effekt effizienz ego ehre ei eid eigen eigeninitiative
    eigenregie eigenschaft eigentümer eigenverantwortung eignung eile eimer einarbeitung einbau
    einblick eindruck einfluss einführung eingang eingriff einheit einigung einkauf einkäufer
    einordnung einsatz einsatzkraft einsatzort einsatzplan einschränkung einsicht einsteiger
    einstellung einstieg eintrag einwand einzel einzelheit einzelteil eis eisen eisenbahn ekel
    elastizität elefant elektrik elektronik element eltern embargo emission empfang empfänger
    empfehlung ende endkunde endprodukt endstand energie engineering engpass enkel ente entfernung
    entscheider entscheidung entwickler entwicklung entwurf erbe erde ereignis erfahrung
    erfahrungswert erfolg ergänzung ergebnis erhebung erinnerung erkenntnis erklärung ermittlung
    ernte erprobung ersatz ersatzteil ersteller erstellung erwartung erz esel essen etappe etikett
    eule europa exemplar experiment experte export extrem fabrik facette fach fachabteilung
    fachgebiet fachkraft fachleute fachleuten fachperson fachrichtung fachwissen faden fähre fahrer
    fahrgast fahrplan fahrt fahrzeug fahrzeugbau fakt faktor fall falle fallstudie falte familie
    farbcode farbe fass fassung faust fax februar feder feedback fehlalarm fehler fehlerbild
    fehlerquelle feier fein feind feld feldarbeit feldeinsatz fels fenster ferien fertiger
    fertigkeit fertigung fertigungslinie festigkeit feuer feuerwehr fieber figur film filter
    finanzierung finger firma fisch fläche flamme flasche fleck fleisch flieger flipchart flotte
    fluch flüchtigkeit flug flügel fluggast flughafen flur fluss flussdiagramm flut fokus folge
    folgerung folie förderer forderung form format formel formular formulierung forschung förster
    fortschritt foto frachter frage frau freigabe freiraum freitag fremd fremdsprache freude freund
    frieden frist frucht fuchs fuge fuhre führung führungskraft führungskreis funk funker funktion
    funktionalität furche fuß futter gabel gala galerie gang garage garantie garten gas gast gate
    gatter gebäude gebiet gebrauch gebühr geburt gedächtnis gedanke geduld gefahr gefährdung gefäß
    geflecht gefühl gegenargument gegenprobe gegenstand gegenstück gegenüber gehalt gehäuse
    geheimnis gehirn gehör geist gelände geld gelegenheit gelenk geltungsbereich gemeinde gemüse
    genauigkeit genehmigung generation generator gepäck gerät geräusch gericht geruch gesamt
    gesamtbild gesamtheit gesamtsystem gesang geschäft geschäftsführer geschäftsführung
    geschäftsleitung geschäftsmodell geschichte geschirr geschmack geschwindigkeit gesellschaft
    gesetz gesicht gespräch gesprächspartner gespür gestaltung gestänge gestell gesundheit getreide
    getriebe gewebe gewerk gewicht gewinde gewinn gewitter gewohnheit gift gipfel gitter glanz glas
    gleis glied gliederung glocke glossar glück grad grafik gras greifer gremien gremium
    gremiumssitzung grenze griff grob grobentwurf groß größe grube grund grundidee grundlage
    grundregel grundsatz gruppe gruppenarbeit gruppenleiter gruß gültigkeit gummi gurke gurt
    gutachten gutachter güte haar hafen haken halbjahr halbleiter halbzeit hälfte halle hals halt
    haltung hammer hand handbuch händedruck handel handgriff händler handlung handschuh handwerk
    handy hardware hart hase haube haufen haupt haus haushalt haut hebel heer heft heizer heizung
    helfer helm hemd herausforderung herbst herd herde herkunft hersteller herstellung herz heu
    hierarchie hilfe hilfestellung hilfsmittel himmel hinblick hindernis hinterrad hinweis hirsch
    historie hitze hobby hobel hoch hof höhe holz honig horizont horn hose hotel hubschrauber huf
    hügel huhn hülle hund hunger hupe hut hütte hydraulik hypothese idee import impuls index
    indikator industrie industriepartner info information infusion ingenieur inhalt initiative
    innenraum innovation input insekt insel inspektion inspektor installation instrument interesse
    interessen interessent interpretation intervall interview investition investor iteration jacke
    jagd jahr jahresende jahrzehnt januar juli junge juni jury kabel kabelbaum kabelsatz kabine
    käfer kaffee käfig kai kalender kalt kälte kamera kamin kammer kampagne kampf kanal kante
    kanzlei kapazität kapitän kapitel kapsel karosserie karte karton kasse kasten katalog kategorie
    katze käufer kehle keil keim keller kenngröße kenntnis kennung kennzahl kennzeichen kern
    kernaussage kernfrage kerze kessel kette kiel kies kilo kind kino kirche kissen kiste klage
    klammer klang klarheit klartext klärung klasse kleber kleid klein kleingruppe klemme klima
    klinge klingel klinik klotz knackpunkt knie knopf knoten koch kodex koffer kohle kolben kollege
    kollegin kollegium kollision komma kommentar kommission kompass kompetenz komplexität
    komponente kompromiss kondensator konferenz konflikt könig konsens konsole konstrukteur
    konstruktion konsum kontakt kontext konto kontrolle kontrolleur konvention konzept konzern
    kooperation koordination koordinator kopf kopie korb korn körper korrektur kosten kostenrahmen
    kraft kragen kran kranken krankenhaus kranz kreativität kreide kreis kreuz kreuzung krise
    kriterienkatalog kriterium kritik krone krug küche kugel kuh kühler kühlung kultur kunde
    kundendienst kundschaft kunst kunststoff kupfer kupplung kurs kursleiter kurve kurz kürze
    kurzform kurzvortrag küste labor labormuster lack ladegerät laden ladung lage lager lampe land
    landkarte landschaft landung landwirt landwirtschaft lang länge lärm laser last lastfall
    lastwagen lauf laufzeit laune lawine learned leben leck leder leer legende lehm lehre lehrer
    lehrling leib leicht leim lein leine leinwand leistung leistungsdaten leitbild leiter leitfaden
    leitfrage leitlinie leitstand leitstelle leitsystem leitung lern lernende lerngruppe lernziel
    lesbarkeit leser lessons leuchte leute licht liebe lied lieferant lieferung limit lineal linie
    linienleitung lippe liste liter lob lobby loch löffel logik logistik logo lohn lokal lokomotive
    los lösung lücke luft lüfter luftfahrt lüftung lunge lupe lust lux machbarkeit macht mädchen
    mafia magen magnet mahlzeit mai mail makel maler management mangel mann mantel mappe märchen
    marke markt märz maß maschine maschinenbau maschinenbauer maske maßnahme masse maßstab mast
    material matrix matte mauer maul maurer maus mechanik mechatronik mechatroniker medikament
    medizin meer meeting mehl mehrheit meilenstein meinung meißel meister melder meldeweg meldung
    memo menge mengengerüst mensch mentor menü merkblatt merkmal merkzettel messe messer messgerät
    messreihe messung messwert metall metapher meter methode miete milch minderheit mine minimum
    minister minute mischung misserfolg mission missverständnis mitarbeit mitarbeiter mitbewerber
    mitglied mitschrift mitstreiter mittag mitte mitteilung mittel mittwoch mitwirkung mix möbel
    mode modell modellbau moderation modul modus moment monat mond montag montage monteur moos mord
    morgen motivation motor motto mühe mühle müll mund mündlich munition münze museum musik muskel
    muster mut mutter nabe nachbar nachbarschaft nachbereitung nachfolger nachfrage nachhaltigkeit
    nachmittag nachricht nachschub nacht nachteil nachvollziehbarkeit nachweis nadel nagel nagetier
    nähe naht name nase nässe natur nebel nebenwirkung neffe neigung nerv nest netz netzwerk neu
    neuentwicklung neugier neuling niederlage niederlassung niederschrift niet nische niveau norden
    norm notbetrieb notfall notiz notruf notwendigkeit november nuance nummer nuss nutzen nutzer
    nutzung nutzungsdauer oberbegriff oberfläche obergrenze objekt objektivität obst ofen offenheit
    öffnung ohr ökologie ökonomie oktober öl oper opfer optik option orbit orchester ordner ordnung
    orientierung original ort osten otter output ozean paar paket pakt palette panel panik panne
    panorama panzer papier papierform paprika paragraf parallele parameter park parkett partei
    partner party passagier patient patientin pause pech pedal peer pegel pendel pension peripherie
    person personal perspektive pfad pfand pfanne pfeife pfeil pfeiler pferd pflanze pflaster
    pflege pflegekraft pflicht pflichtenkreis pflug pforte pförtner pfund phänomen phase physiker
    pille pilot pilotprojekt pilz pinnwand pinsel piste plage plakat plan planer planet planspiel
    planung platine platte plattform platz plausibilität pol politik polizei polster pony pore
    portal portfolio position post potential potenzial präfix pragmatik praktikum prämisse pranke
    präsentation praxis praxisprojekt präzision preis presse prinzip priorität prise probe problem
    produkt produktion produktionsleiter profi profil prognose programm programmierer projekt
    projektleiter projektleitung propaganda protest protokoll prototyp prototypen provinz provision
    prozedur prozent prozess prozesskette prüfer prüfling prüfstand prüfung publikum puffer
    pufferzeit pult pulver pumpe pumpen punkt quadrat qual qualifizierung qualität qualle quartal
    quartett quarz quellcode quelle quere quittung quote rad radar radio rahmen rahmenbedingung
    rakete rampe rand randbedingung ränder randfall rang rasen raster rat rationale rätsel raub
    rauch raum raupe reaktion rechen rechner rechnung recht rechtsabteilung rede redner redundanz
    reeder referat referenz referenzwert reflex regal regel regelkreis regelwerk regen regie region
    regler regress reh reibung reich reichweite reife reifegrad reifen reihe reihenfolge reihung
    reim rein reinigung reis reise reiter reiz reklamation relais relation release rente reparatur
    reserve ressource rest restaurant restrisiko resultat retrospektive rettung revier review
    revision rezept rhythmus richtlinie richtung riegel riemen riese rind rinde ring rinne risiko
    risikoliste riss ritt ritter ritual ritze roboter roboterarm robustheit rock roh rohbau
    rohdaten rohr rohstoff rolle rollenkarte rollenspiel rollout roman rose rost route routine
    rubrik rückbau rückblick rücken rückfall rückfrage rückgabe rückhalt rückkehr rückkopplung
    rückmeldung rücknahme rückruf rücksicht rücksprache ruder ruf ruhe ruhm ruine rumpf runde
    rundgang rundschreiben rute saal sache sachverhalt sachverstand sack saft säge saison saite
    salat salsa salz same sammlung samstag sand sanktion sarg satellit sattel satz säule saum
    schablone schacht schaden schädling schaf schale schall schalter schaltkreis schaltplan
    schaltung scham schar schatten schatz schätzung schätzwert schaubild schaufel schaufenster
    schaum scheibchen scheibe schein scheitel schema schere scherz scheune schicht schichtdienst
    schichtleiter schichtwechsel schicksal schiene schiff schild schlacht schlaf schlagwort schlamm
    schlange schlauch schleife schleuse schlitten schlitz schloss schlucht schluss schlüssel
    schlussfolgerung schmerz schmied schmutz schnabel schnee schneider schneidwerk schnell schnitt
    schnittstelle schnur schock schonung schornstein schrank schranke schraube schreck schrei
    schreiber schreibtisch schrift schriftform schritt schrott schuh schuld schule schüler schulter
    schulung schulungsraum schuss schüssel schutt schutz schwachstelle schwan schwarm schwein
    schweiß schwelle schwer schwerpunkt schwert schwester schwimmer schwung see seele segel seife
    seil seite seitenblick sekunde selbsteinschätzung selbstkontrolle selbsttest semantik semester
    seminar sender senke sensor sensorik september sequenz serie serienanlauf server service sessel
    sicherheit sicherung sicht sichtweise sieb sieg siegel signal silber silhouette silo simulation
    simulator sinn sinnbild sinne situation sitz sitzung sitzungsleitung skala skizze sklave
    smartphone socke sofa software sohle sohn solar soldat soll sollwert solo sommer sonde
    sonderfall sonne sonntag sorge sorgfalt sorte souveränität spalt spalte spanne spannung sparte
    spaß spaten spaziergang speer speicher speise spektrum sperre spezialist spezifikation spiegel
    spiel spielraum spitze splitter sponsor sport spott sprache sprecher sprint spritze sprung
    spule spur staat stab stabilität stadt staffel stahl stakeholder stall stamm stammdaten
    stammtisch stand standard standort standpunkt stange stapel star stärke start startpunkt statik
    station statistik statue status statusbericht stau staub steckbrief stecker steg stein stelle
    stellhebel stellschraube stellungnahme stellwerk stempel steppe stern steuer steuerer
    steuergerät steuerung stichprobe stichpunkt stichtag stichwort stiefel stiel stier stift stille
    stimme stimmung stirn stock stoff stollen stolz stopp stoppuhr störfall störung story
    stoßrichtung strafe strahl strand strang straße strategie strauch strauß strecke streifen
    streik streit streitfall streuung strick stroh strom strömung strudel struktogramm struktur
    strumpf stück stückliste stückzahl studio stufe stuhl stunde sturm sturz stütze subjekt
    subsystem suche süden suffix summe sumpf suppe support symbol symptom synchronisation synergie
    system systematik systems szenario szene tabelle tablet tacho tadel tafel tag tagebuch
    tagesgeschäft tagesordnung takt taktik tal talent tandem tank tanne tante tanz tarif tasche
    tasse tastatur taste tastsinn tat tätigkeit tatsache tau taube taxi team teams teamsitzung
    teaser technik techniker technologie teich teil teilmenge teilnehmer teilsystem teilziel
    telefon telefonat telemetrie teller tempel temperatur template tempo tendenz teppich termin
    terminkalender terminologie test testat testlauf teufel text textbaustein theater thema theorie
    thermik thermometer these ticket tief tiefe tier tinte tipp tisch titel tochter tod toleranz
    ton tonfall tool topf tor tour tourist tracht tradition träger trägheit tragweite trainer
    training traktor träne transport traube trauer traum trauma treffen treiber trend treppe treue
    trias trick trieb triebwerk trockenlauf trommel tropfen trupp tuch tugend tunnel tür turbine
    turbo turm turnier türschloss tutor typ typenschild überblick überflug übergabe überlauf
    überleben übernahme überschrift überschuss übersicht übung ufer ufo uhr umbau umfang umfeld
    umgang umgebung umlauf umsatz umschlag umsetzung umstand umstellung umweg umwelt umweltschutz
    unfall unglück uni unrecht unsicherheit unterbau unterbrechung untergrenze untergruppe
    unterlage unternehmen unterschied unterstützung untersuchung unterweisung update upgrade urlaub
    ursache urteil usability validität variable variante variation vater vektor ventil ventilator
    veranstaltung verantwortliche verantwortlicher verantwortung verb verband verbesserung
    verbindung verbot verbrauch verdacht vereinbarung vereinfachung verfahren verfassung
    verfügbarkeit vergangenheit vergleich vergnügen vergütung verhalten verhältnis verkauf
    verkäufer verkehr verkehrsbetrieb verkettung verlässlichkeit verlauf verletzung verlust vermerk
    vermögen vermutung vernetzung vernunft verpackung verrat versammlung versand versatz verschleiß
    version versorgung verstand verständigung verständlichkeit verständnis verstärker versuch
    versuchsaufbau verteilung vertiefung vertrag vertrauen vertreter vertretung vertrieb verwaltung
    verwendung verzeichnis verzicht verzug video vieh vielfalt viertel vierteljahr villa vision
    visualisierung vogel volk voll vollständigkeit volumen vorarbeit vorausschau voraussetzung
    vorbereitung vorfall vorgabe vorgang vorgehen vorgesetzte vorhaben vorlage vormittag vorrang
    vorrat vorrichtung vorschlag vorsicht vorsitz vorsprung vorstand vorstellung vorteil vortrag
    vortragsreihe vorurteil vorwissen vorzeichen waage wache wachs wächter waffe wagen waggon wahl
    wahrheit wald walze wand wandel wanderung wanne wappen ware warm wärme warnung wartezeit
    wartung waschmaschine wasser webcam webseite wechsel wechselwirkung weg weich weichenstellung
    weide weiher weile wein weise weiterbildung weiterentwicklung weitergabe weizen welle welt
    wende werbung werft werk werkbank werkleitung werksleiter werkstatt werkzeug werkzeugmaschine
    wert werteliste wertschöpfung wespe weste westen wettbewerb wette wetter whiteboard widerspruch
    widerstand wiederholung wiese wiki wille wind windkraft winkel winter wirkkette wirkung
    wirkzusammenhang wirt wirtschaftlichkeit wissen wissenschaft wissenschaftler witz woche
    wochenende wochenplan wohl wohnung wolf wolke wolle workshop wort worte wortlaut wunde wunder
    wunsch wurf würfel wurm wurst wurzel wüste wut yacht zahl zahn zahnrad zange zaun zeh zeichen
    zeichner zeichnung zeiger zeile zeit zeitachse zeitdruck zeitfenster zeitplan zeitpunkt
    zeitraum zeitstrahl zeitung zelle zelt zentrum zertifikat zettel zeuge ziege ziegel ziel
    zielbild zielgruppe zielkonflikt zielsetzung zimmer zins zirkel zitat zoll zorn zucker zufall
    zug zugang zügel zugführer zugriff zugriffsrecht zukunft zukunftsbild zulage zulassung
    zulieferer zunge zuordnung zusage zusammenarbeit zusammenbau zusammenfassung zusammenhang
    zusammenspiel zusatz zuschauer zuschlag zustand zuständiger zuständigkeit zustellung zustimmung
    zutat zutritt zuverlässigkeit zuwachs zwang zweck zweifel zweig zweitmeinung zwerg zwiebel
    zwilling zwischenergebnis zwischenfall zwischenstand zyklon zyklus zylinder
"""

_ROOTS = """
    bau beil biss blick bruch bund dienst drang druck fahrt fall fang flug fluss folge form frage
    gabe gang geld gleich grab griff grund halt hang heb hieb hilfe hub kauf klang klage kunft lad
    lage lass last lauf legung leih lese lieb mach mal mann marsch maß nahme not ordnung pass
    pflicht prall raum rede reiz ritt riss ruf rutsch satz schein schied schlag schluss schnitt
    schrift schritt schub schuss schutz schwung sicht sitz spiel sprache spruch sprung stand stell
    stich stieg stoß strich strom sturz such tausch teil trag tritt trieb wand wahl wachs wuchs
    wechsel weg weis wende wert wirt wurf zahl zeichen zeit zucht zug zwang bild stimm sturm
"""
_BEFORE = """
    ab an auf aus be bei dar durch ein emp ent er fehl fort frei gegen ge haupt her hin hinter miss
    mit nach neben neu nicht ober rück selbst über um un unter ur ver vor vorder weg weiter wider
    wieder zer zu zurück zusammen zwischen
"""

NOUNS = frozenset(_NOUNS.split())
"""Nouns in the singular, some in the plural; not folded."""

VERBAL_NOUNS = frozenset(before + root for before in _BEFORE.split() for root in _ROOTS.split())
"""Nouns made of a prefix and the root of a verb: "Anstoß", "Eingriff"; some no dictionary has."""

_COUNTED_HEADS = """
    akte app archiv assistent atlas base baum board box brett brücke buch cloud cockpit compass
    desk editor fabrik faden finder flow genius guide hammer helfer hub kasten kompass konfigurator
    leiter lotse manager map mappe meister modeler monitor navigator netz pfad pilot planer portal
    radar rad regal register scanner schlüssel schmiede simulator spiegel stern studio suite tafel
    tool tracker turm uhr waage werk wiki zentrale
"""
COUNTED_HEADS = tuple(_COUNTED_HEADS.split())
"""Ends of compounds that things and tools have, and that need an article in the singular."""
