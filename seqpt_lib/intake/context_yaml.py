"""Reading ``context.yaml``: what an organization says about itself."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from seqpt_lib import reference
from seqpt_lib.errors import DataError, listed
from seqpt_lib.model.knowledge import CompanyContext, ContextEntry, EntryKind
from seqpt_lib.model.names import fold_name
from seqpt_lib.model.texts import clean

MOST_BYTES = 200_000
MOST_ENTRIES = 100
MOST_DEPTH = 4
"""The file, a list, an entry, and its competencies."""

NAME_LENGTH = 100
INDUSTRY_LENGTH = 300
MARKUP = frozenset("<>[]{}|`\\")
LISTS: dict[EntryKind, str] = {"process": "processes", "method": "methods", "tool": "tools"}


def _plain(value: object) -> object:
    if isinstance(value, str) and (clean(value) != value or MARKUP & set(value) or "\n" in value):
        raise ValueError("is not one line of plain text without markup, addresses or outer space")
    return value


def _mapping(value: object) -> object:
    return {"name": value} if not isinstance(value, dict) else value


def _listing(value: object) -> object:
    return [] if value is None else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Entry(_Strict):
    name: Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=NAME_LENGTH)]
    competencies: Annotated[list[str | int] | None, Field(alias="for", min_length=1)] = None


_Entries = Annotated[
    list[Annotated[_Entry, BeforeValidator(_mapping)]],
    BeforeValidator(_listing),
    Field(max_length=MOST_ENTRIES),
]


class _File(_Strict):
    industry: Annotated[str, BeforeValidator(_plain), Field(max_length=INDUSTRY_LENGTH)] = ""
    processes: _Entries = []
    methods: _Entries = []
    tools: _Entries = []


def parse_context(text: str) -> CompanyContext:
    """Read the text of a ``context.yaml``.

    Args:
        text: The text.

    Returns:
        What it says; entries in its order, processes before methods before tools.

    Raises:
        DataError: If it is no YAML, has a key twice, an unknown key, a name that is too long, is
            no plain text or stands twice, or a competency that is unknown. The message lacks the
            file's name.

    Source: docs/how-to/give-company-context.md, "context.yaml".
    """
    try:
        given = _File.model_validate(_load(text))
    except ValidationError as error:
        raise DataError(listed([_said(problem) for problem in error.errors()])) from error
    entries = tuple(
        ContextEntry(kind, entry.name, _ids(entry))
        for kind, entries in LISTS.items()
        for entry in _once(entries, getattr(given, entries))
    )
    return CompanyContext(given.industry, entries)


def _load(text: str) -> Any:
    try:
        _refuse_bombs(text)
        _refuse_repeated(yaml.compose(text, yaml.SafeLoader))
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise DataError(f"is no YAML{where}; quote a name that has a colon in it") from error
    except ValueError as error:
        raise DataError(f"is no YAML that can be read ({type(error).__name__})") from error


def _refuse_bombs(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise DataError("uses YAML aliases (*name); write the values out")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise DataError("has lists in lists; an entry is a name or a name with competencies")


def _refuse_repeated(node: Any) -> None:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        repeated = sorted({key for key in keys if keys.count(key) > 1})
        if repeated:
            raise DataError(f"has {listed(repeated)} more than once; join them")
    for child in _children(node):
        _refuse_repeated(child)


def _children(node: Any) -> Iterator[Any]:
    if isinstance(node, yaml.MappingNode):
        yield from (value for _, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _said(problem: Any) -> str:
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"has the unknown key {place} (known are industry, processes, methods, tools)"
    message = problem["msg"].removeprefix("Value error, ")
    return f"{place or 'its content'}: {message}"


def _once(place: str, entries: list[_Entry]) -> list[_Entry]:
    folded = [fold_name(entry.name) for entry in entries]
    twice = [
        entry.name for number, entry in enumerate(entries) if folded[number] in folded[:number]
    ]
    if twice:
        raise DataError(f"{place} name {listed(twice)} more than once; keep one")
    return entries


def _ids(entry: _Entry) -> tuple[int, ...]:
    wanted = entry.competencies or []
    ids = {name: _competencies().get(fold_name(str(name))) for name in wanted}
    unknown = [str(name) for name, competency_id in ids.items() if competency_id is None]
    if unknown:
        raise DataError(
            f"{entry.name!r} is for {listed(unknown)}, which is no competency; "
            "use its English or German name or its id (1, 4 to 18)"
        )
    return tuple(sorted({competency_id for competency_id in ids.values() if competency_id}))


@cache
def _competencies() -> dict[str, int]:
    texts = reference.competency_texts()
    names = {
        fold_name(name): competency_id
        for competency_id, content in texts.items()
        for name in content["name"].values()
    }
    return names | {str(competency_id): competency_id for competency_id in texts}
