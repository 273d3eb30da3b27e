"""The forms of German verbs: separable, strong and regular ones."""

import re

from seqpt_lib.objectives.checks.words import fold

PREFIXES = tuple(
    fold("""
    auseinander gegenüber entgegen überein voraus vorweg zusammen zurück zurecht hervor herunter
    herüber heraus heran herab herbei herein herum hinaus hinein hinzu hinweg hinüber voran vorbei
    weiter wieder nieder wider empor durch fest fort frei gegen gleich bereit bloß dazu davon über
    unter teil statt neu nach bei dar ein auf aus ab an um vor her hin los mit weg zu
    """).split()
)
"""Parts of a German verb that may stand at the end of its clause, folded; longer ones first."""

_UNDIVIDED = tuple(fold("be emp ent er ge miss ver zer hinter über unter um durch wider").split())
_SHORTEST_STEM = 4

_STRONG = """
    beginnen begonnen|beißen gebissen|biegen gebogen|bieten geboten|binden gebunden|bitten gebeten
    bleiben geblieben|brechen gebrochen bricht|brennen gebrannt|bringen gebracht|denken gedacht
    dringen gedrungen|fahren gefahren fährt|fallen gefallen fällt|fangen gefangen fängt
    fehlen gefohlen fiehlt|finden gefunden|fliegen geflogen|fließen geflossen|geben gegeben gibt
    gehen gegangen|gelten gegolten gilt|gewinnen gewonnen|gießen gegossen|gleichen geglichen
    gleiten geglitten|graben gegraben gräbt|greifen gegriffen|halten gehalten hält|hängen gehangen
    heben gehoben|heißen geheißen|helfen geholfen hilft|kennen gekannt|kommen gekommen
    laden geladen lädt|lassen gelassen lässt|laufen gelaufen läuft|leiden gelitten|leihen geliehen
    lesen gelesen liest|liegen gelegen|meiden gemieden|messen gemessen misst|nehmen genommen nimmt
    nennen genannt|raten geraten rät|reißen gerissen|rennen gerannt|rufen gerufen
    schaffen geschaffen|scheiden geschieden|scheinen geschienen|schieben geschoben
    schlagen geschlagen schlägt|schließen geschlossen|schneiden geschnitten|schreiben geschrieben
    schreiten geschritten|schwinden geschwunden|sehen gesehen sieht|senden gesandt|sinken gesunken
    sinnen gesonnen|sitzen gesessen|sprechen gesprochen spricht|springen gesprungen|stehen gestanden
    steigen gestiegen|stoßen gestoßen stößt|streichen gestrichen|streiten gestritten
    tragen getragen trägt|treffen getroffen trifft|treiben getrieben|treten getreten tritt
    trennen getrennt|tun getan|wachsen gewachsen wächst|wägen gewogen|weichen gewichen
    weisen gewiesen|wenden gewandt|werben geworben wirbt|werfen geworfen wirft|wiegen gewogen
    winden gewunden|wissen gewusst weiß|ziehen gezogen|zwingen gezwungen
"""
_STRONG_FORMS = {
    base: tuple(others)
    for base, *others in (
        line.split() for line in re.split(r"[|\n]", fold(_STRONG)) if line.strip()
    )
}
_INFINITIVES = {forms[1]: base for base, forms in _STRONG_FORMS.items() if len(forms) > 1}


def german_forms(verb: str) -> set[str]:
    """List the forms of a German verb.

    Args:
        verb: The infinitive, folded.

    Returns:
        Infinitive, with "zu", third person and participle; some that no dictionary has.
    """
    stem = re.sub(r"e?n$", "", verb)
    forms = {verb, f"{stem}t", f"{stem}et", f"ge{stem}t", f"ge{stem}et"} | _strong_forms(verb)
    for prefix in PREFIXES:
        rest = verb.removeprefix(prefix)
        if rest != verb and len(rest) >= _SHORTEST_STEM:
            regular = f"{prefix}ge{stem.removeprefix(prefix)}"
            forms |= {f"{prefix}zu{rest}", f"{regular}t", f"{regular}et"}
    return forms


def infinitives(verb: str) -> tuple[str, ...]:
    """Tell of which infinitives a word may be the plural or the third person.

    Args:
        verb: A folded word that stands as a verb, without its prefix.

    Returns:
        The infinitives; some that no dictionary has.
    """
    if verb.endswith("n"):
        return (verb,)
    if verb in _INFINITIVES:
        return (_INFINITIVES[verb],)
    stem = re.sub(r"e?t$", "", verb)
    return (f"{stem}en", f"{stem}n", f"{verb.removesuffix('t')}n")


def _strong_forms(verb: str) -> set[str]:
    """Participle and third person of a strong verb, with whatever stands before it."""
    forms = set()
    for base, (participle, *third) in _STRONG_FORMS.items():
        before = verb.removesuffix(base)
        if before == verb or not (before in _UNDIVIDED or before in PREFIXES or not before):
            continue
        forms |= {before + participle, *(before + form for form in third)}
        if before in _UNDIVIDED:
            forms.add(before + participle.removeprefix("ge"))
    return forms
