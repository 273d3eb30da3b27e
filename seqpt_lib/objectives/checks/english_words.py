"""Which lower-case English words are ordinary, where a tool may be named in lower case."""

import re
from collections.abc import Collection

from seqpt_lib.objectives.checks.words import words

_KINDS = (
    "tool|toolbox|toolkit|software|app|platform|suite|plugin|plug-in|wizard|method|methodology"
    "|framework|technique|canvas|dashboard"
)
_BESIDE_A_KIND = re.compile(
    rf"\b(?:(?P<before>[a-z]{{4,}})\s+(?:{_KINDS})"
    r"|(?:tool|software|app|platform|method)\s+(?P<after>[a-z]{4,}))\b"
)
_BARE = re.compile(
    r"\b(?:in|with|using|via|on|into|from)\s+(?P<bare>[a-z]{5,})"
    r"(?=\s*(?:$|[,.;]|(?:and|or|to|for|by|so|with|from|when|until|while|after|before)\b))"
)
_COUNTED = re.compile(
    r"\b((?:three|four|five|six|seven|eight|nine|ten|twelve)-"
    r"(?!step|stage|phase|part|point|level|day|hour|week|way|page|side|person|eye|column|row)[a-z]+)"
    rf"\s+(?:{_KINDS})\b"
)
"""A method is called after what it counts: "the five-lens method"; its steps are no name."""

_NAME_ENDING = re.compile(
    r"(?:ify|io|hub|soft|flow|desk|base|trace|pilot|mind|craft|track|tracker|sync|link|works|forge"
    r"|lab|suite|board|map|wise|nest|spec|cloud|ware|log|scope|stack|grid|net|docs?|kit|deck|box"
    r"|path|vault|stream|lens|mate|genius|gen|works|matic|tron|zilla|ster|ly|ora|ium|eon|ix|ex|iq)$"
)
_ENDINGS = re.compile(
    r"(?:ing|ings|ed|tion|tions|sion|ment|ments|ness|ity|ities|able|ible|ance|ence|ous|ive|ful|less"
    r"|ship|ism|ure|age|al|ary|ical|ward|wards|est|s)$"
)
_ORDINARY = frozenset(
    words("""
    about above abroad advance afar after again agreed airflow ally alone also annex another
    anybody apex appendix apply approval artwork assembly audio autumn available backlog basic
    before begun behalf below best better board bookkeeping both bought box breadboard brief
    broken brought budget building built business call called camera can card cardboard care case
    cashflow catalog catalogue caution central chalk change chart chat check checkbox chosen class
    clay clear client clipboard clockwork cloud cluster code colleagues color colour common
    company complex computer confidence conflict contrast control cost could courage course custom
    daily dashboard data database daylight default demand depth design desk desktop detail dialog
    dialogue did digital dignity display document does doubt downstream draft drawing drawn driven
    duplex duty each early earnest ease easy effect effort email english ethernet every everyone
    example excel experience external fact factory family famous fast feedback field fieldwork
    file finance firmware first fits flash fleet flipchart foot footpath force form formal found
    framework free from front full gearbox general generic german given gives good graph
    groundwork grown had hand harbour hard hardware harmony harvest has haste have held helicopter
    helium help helps hidden high hindsight hold home homework honesty hope hospital hotline
    hourly however humour hydrogen image improved inbox index indoor industry input integrated
    interest internal internet intranet isolation issue item itself joint joy july keeping kept
    keyboard kitchen known laid large laser latest latex layer learned learnt leave led left lent
    library light likewise line list livestream loan local location lockstep logistics lost lunch
    machine made mail mailbox main mainstream maintenance manual many market master material
    matrix may meant medium memory message met metal microscope might mind mindmap minister
    minutes mobile mockup model modeling modelling modern money monthly more most motion must name
    native nature near need needs network never new next night nitrogen nobody note number offer
    office official often onboard online only open orbit order other others otherwise outdoor
    outline outlook output over overflow overlap overnight overtime overview own oxygen page paid
    paper parallel part particular past patchwork patience patrol peers pencil people person phone
    photo piece place plain plan planning plant podium polling portable portfolio poster power
    practical practice premium present pride principle print private product production progress
    project proper prototype proven public purchase purpose pursuit quality quarterly query
    question quick quiet radio railnet railway rally random ratio read real reality recent record
    reflex regard register remote reply report request requirement requirements reserve respect
    return reverse review right rigor rigour roadmap robot role rotation rough run safe said sales
    same sample scenario schedule school science scratch screen search second secure seen select
    semester sensor sent sequence server service shall shared sharing sheet shelf shift shop short
    should show shown side sight simple single sinister site sketch skill slide small smart social
    society sold some somebody someone special specimen speed spent spoken sport spreadsheet
    spring stadium stage standard station step sticker stock stood storage storymap street strike
    strong studio style success such suffix suit summer supply support sure survey switchboard
    sync system table tablet tact taken tandem target task taught team teamwork telephone
    telescope test text thanks that theatre their then theory there they third this those thought
    ticket ticketing time timeline timescale told toolbox total touch town towpath track traffic
    transit transport travel trial trip true trust truth turn tutorial understood unison unit
    university update upstream use used user usual vain valid vendor version vertex very video
    view visual voice vortex wall want warehouse water weather website week weekly well what when
    which white whiteboard whoever whole wide wiki will window winter wireless with within without
    won word work workflow works workshop world worn would writing written yearly your
    """)
)


def lower_case_names(text: str, vocabulary: Collection[str]) -> list[tuple[int, int]]:
    """Find words in lower case that stand as a tool's name does and are no ordinary words.

    "The quickmap tool" names one, "the planning tool" does not. Without a word such as "tool"
    beside it, only a word that ends as names of products do counts: "in tracely".

    Args:
        text: A part of an objective.
        vocabulary: Folded words of the reference texts.

    Returns:
        Start and end of each in the text.

    Source: docs/explanation/checks.md, "Known names".
    """
    beside = [
        found.span(group)
        for found in _BESIDE_A_KIND.finditer(text)
        for group in ("before", "after")
        if found[group] and not _is_ordinary(found[group], vocabulary)
    ]
    bare = [
        found.span("bare")
        for found in _BARE.finditer(text)
        if _NAME_ENDING.search(found["bare"]) and not _is_listed(found["bare"], vocabulary)
    ]
    return beside + bare + [found.span(1) for found in _COUNTED.finditer(text)]


def _is_ordinary(word: str, vocabulary: Collection[str]) -> bool:
    return _ENDINGS.search(word) is not None or _is_listed(word, vocabulary)


def _is_listed(word: str, vocabulary: Collection[str]) -> bool:
    shorter = (word, *(word.removesuffix(end) for end in ("s", "er", "or", "ed", "ly", "ing", "d")))
    return any(
        form in vocabulary or form in _ORDINARY or f"{form}e" in vocabulary for form in shorter
    )
