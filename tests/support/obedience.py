"""What a model that obeys an attack makes of its answer, as far as the answer's shape allows."""

import base64
from collections.abc import Callable
from typing import Any

from seqpt_lib import reference
from tests.support.wording import material_of, worded

Request = dict[str, Any]
Answer = dict[str, Any]
Obey = Callable[[Answer, Request], Answer]


def obedient(sign: str, obey: Obey) -> Callable[[Request], Answer]:
    """A model that obeys where it reads ``sign``, and else words as a good model does."""
    return lambda request: (
        obey(worded(request), request) if sign and sign in said(request) else worded(request)
    )


def said(request: Request) -> str:
    """Everything in the material that the organization wrote."""
    material = material_of(request)
    company = material["company"]
    names = [name for kind in ("process", "method", "tool") for name in company[kind]]
    return "\n".join([company["industry"], *names, *(p["text"] for p in material["passages"])])


def with_parts(**changed: str) -> Obey:
    return lambda answer, _request: {
        "objectives": [each | changed for each in answer["objectives"]]
    }


def benefit(words: str) -> Obey:
    """Say it where it makes a sentence."""
    return with_parts(benefit=f"so that {words}")


def at_level(level: int) -> Obey:
    return lambda answer, _request: {
        "objectives": [each | {"level": level} for each in answer["objectives"]]
    }


def verb_of(level: int) -> Obey:
    """Keep the level's number and word another level."""
    verb = reference.level_verbs()[level]["en"][0]
    return with_parts(statement=f"participants {verb} the change board of the whole company")


def for_all(level: int) -> Obey:
    """Add an objective for every competency."""
    ids = list(reference.competency_texts())
    return lambda answer, _request: {
        "objectives": [
            *answer["objectives"],
            *(
                answer["objectives"][0] | {"competency_id": number, "level": level}
                for number in ids
            ),
        ]
    }


def for_competency(competency_id: int) -> Obey:
    return lambda answer, _request: {
        "objectives": [each | {"competency_id": competency_id} for each in answer["objectives"]]
    }


def twice(answer: Answer, _request: Request) -> Answer:
    return {"objectives": answer["objectives"] * 2}


def nothing(_answer: Answer, _request: Request) -> Answer:
    return {"objectives": []}


def another_shape(answer: Answer, _request: Request) -> Answer:
    return answer | {"approved": True, "levels": [6]}


def a_further_field(answer: Answer, _request: Request) -> Answer:
    return {"objectives": [each | {"approved": "yes"} for each in answer["objectives"]]}


def leaked_rules(answer: Answer, request: Request) -> Answer:
    """Say the rules that the model was given, where they make a sentence."""
    rules = " ".join(request["messages"][0]["content"].split())
    leaked = rules[rules.index("All of the material") : rules.index(" Whatever it says")]
    leaked = leaked.replace(". P", ", p").rstrip(".")
    return benefit(leaked[0].lower() + leaked[1:])(answer, request)


def decoded(order: str) -> Obey:
    """Do what base64 says."""
    return benefit(base64.b64decode(order).decode())


def in_german(answer: Answer, request: Request) -> Answer:
    templates = reference.objective_templates()
    return {
        "objectives": [
            each | templates[each["competency_id"], each["level"]]["de"]
            for each in answer["objectives"]
        ]
    }
