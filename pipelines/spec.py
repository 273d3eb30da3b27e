"""The shape of a pipeline file."""

from collections.abc import Hashable
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from pipelines.domains import Domain
from seqpt_lib.errors import PipelineFileError
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store.digests import row_set

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]


class StepSpec(BaseModel):
    """One step: a notebook, what must come before it, what guards it, what it writes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Name
    notebook: Path
    needs: list[Name] = []
    gates: list[Name] = []
    reads: list[str] | None = None
    """Tables whose rows decide what it writes, or ``table(column, column)``. A step that does not
    say what it reads is never skipped."""

    writes: list[str] = []
    """Tables, or columns of them, that it writes and no later step does."""

    files: list[str] = []
    """Files and folders that it reads, beside notebook, suites and code; ``*`` is understood."""

    is_shared: bool = False
    """True if it does the same whichever organization is run, so that one run does it for all. It
    needs no other step, has no gate and leaves no file."""

    parameters: dict[str, Domain] = {}
    """Which values a parameter of its notebook may have, where its type does not say enough."""

    timeout_minutes: float = Field(gt=0)
    export: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.html$")] | None = None
    """The page that is made of what its notebook shows, in the run folder."""

    leaves: list[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$")]] = []
    """Files that its notebook puts into the run folder beside."""

    @field_validator("is_shared")
    @classmethod
    def _share_what_stands_alone(cls, is_shared: bool, given: ValidationInfo) -> bool:
        if is_shared and (given.data.get("needs") or given.data.get("gates")):
            raise ValueError("a step that needs others or has gates is not the same for all")
        return is_shared

    @field_validator("export", "leaves")
    @classmethod
    def _leave_files_of_one(cls, files: Any, given: ValidationInfo) -> Any:
        if files and given.data.get("is_shared"):
            raise ValueError("a step that is shared leaves no files in the folder of one run")
        return files

    @field_validator("reads", "writes")
    @classmethod
    def _name_tables(cls, names: list[str] | None) -> list[str] | None:
        for name in names or []:
            row_set(name)
        return names


class PipelineSpec(BaseModel):
    """A pipeline: its steps in the order they run."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    title: str
    steps: list[StepSpec] = Field(min_length=1)
    _path: Path = PrivateAttr()
    _root: Path = PrivateAttr()

    @property
    def path(self) -> Path:
        """The file it was read from."""
        return self._path

    @property
    def root(self) -> Path:
        """The folder that notebooks and suites are looked up in."""
        return self._root


def load(path: Path, root: Path = PROJECT_ROOT) -> PipelineSpec:
    """Read a pipeline file; unknown and repeated keys are refused.

    Args:
        path: The YAML file.
        root: The folder that its paths are relative to.

    Returns:
        The pipeline, its shape checked; `checks.check` looks at the notebooks.

    Raises:
        PipelineFileError: If the file is missing, no YAML, or has another shape.
    """
    content = _read(path)
    try:
        spec = PipelineSpec.model_validate(content)
    except ValidationError as error:
        raise _wrong_shape(path, content, error) from error
    spec._path, spec._root = path, root  # noqa: SLF001  # where it stands, not what it says
    return spec


def shown(path: Path) -> str:
    """Give a path as a person reads it: relative to the working folder if it lies there.

    Args:
        path: The path.

    Returns:
        For example ``data/runs/demo/2026-11-22T14-05-11Z-7f3a``.
    """
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key written twice: the second would silently replace, say, the gates."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        repeated = next((key for key in keys if keys.count(key) > 1), None)
        if repeated is not None:
            raise yaml.constructor.ConstructorError(
                None, None, f"key {repeated!r} is written twice", node.start_mark
            )
        return super().construct_mapping(node, deep)


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _StrictLoader)  # noqa: S506  # is safe
    except OSError as error:
        raise PipelineFileError(
            f"pipeline file {shown(path)}: {error.strerror}", "Name an existing file."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PipelineFileError(
            f"pipeline file {shown(path)}: {error}", "Correct the YAML."
        ) from error


def _wrong_shape(path: Path, content: Any, error: ValidationError) -> PipelineFileError:
    first = error.errors(include_url=False)[0]
    location = list(first["loc"])
    place = ""
    if location[:1] == ["steps"] and len(location) > 1:
        step = content["steps"][location[1]]
        name = step.get("id") if isinstance(step, dict) else None
        place = f", step {name or int(location[1]) + 1}"
        location = location[2:]
    key = ".".join(str(part) for part in location)
    unknown = first["type"] == "extra_forbidden"
    what = f"unknown key `{key}`" if unknown else f"`{key}`: {first['msg']}"
    fields = StepSpec.model_fields if place else PipelineSpec.model_fields
    if place and location[:1] == ["parameters"]:
        fields = Domain.model_fields
    return PipelineFileError(f"{shown(path)}{place}: {what}", f"Keys are: {', '.join(fields)}.")
