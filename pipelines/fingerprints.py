"""Fingerprints of steps: digests of all that decides what a step writes, and of what it wrote."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.checks import Value
from pipelines.spec import PipelineSpec, StepSpec
from seqpt_lib.settings import PROJECT_ROOT, settings
from seqpt_lib.store.digests import RowSet, row_set
from seqpt_lib.store.fingerprints import Fingerprint

CODE = ("seqpt_lib", "pipelines", "requirements.lock")
SETTINGS = (
    "smallest_group",
    "individual_results",
    "model",
    "embedding_model",
    "model_required",
    "openai_base_url",
)
"""Settings that change results. Their digest is kept, and of no key."""

READS, WRITES = "reads ", "writes "
"""How the parts are named that come from rows."""


def file_parts(spec: PipelineSpec, step: StepSpec, parameters: dict[str, Value]) -> Fingerprint:
    """Compute the parts of a fingerprint that do not come from rows.

    Args:
        spec: The pipeline.
        step: One of its steps.
        parameters: The parameters given to it.

    Returns:
        Digests by part.
    """
    suites = [spec.root / "expectations" / f"{gate}.yaml" for gate in step.gates]
    return {
        "parameters": _digest(json.dumps(parameters, sort_keys=True)),
        "notebook": _digest(json.dumps(_cells(spec.root / step.notebook))),
        "gates": _digest(_of_files(spec.root, suites)),
        "files": _digest(_of_files(spec.root, _matching(spec.root, step.files))),
        "code": _code(),
        "settings": _digest(json.dumps({name: getattr(settings(), name) for name in SETTINGS})),
    }


def read_sets(step: StepSpec) -> list[RowSet]:
    """List the rows that a step reads."""
    return [row_set(name) for name in step.reads or []]


def written_sets(step: StepSpec) -> list[RowSet]:
    """List the rows that a step writes."""
    return [row_set(name) for name in step.writes]


def row_parts(step: StepSpec, digests: dict[str, str]) -> Fingerprint:
    """Compute the parts of a fingerprint that come from rows.

    Args:
        step: The step.
        digests: Digests by name of a row set; those of other steps are left out.

    Returns:
        Digests by part, of what it reads and what it writes as far as they are given.
    """
    named = [(READS, read_sets(step)), (WRITES, written_sets(step))]
    return {
        f"{kind}{rows}": digests[str(rows)]
        for kind, sets in named
        for rows in sets
        if str(rows) in digests
    }


def left_part(step: StepSpec, folder: Path) -> Fingerprint:
    """Compute the part that tells of the files of a step: one that is gone is made again.

    Args:
        step: The step.
        folder: Folder of the run that did it last.

    Returns:
        Nothing where all files are there or none are made, so that it is no difference.
    """
    files = ([step.export] if step.export else []) + step.leaves
    return {f"{WRITES}{name}": "gone" for name in files if not (folder / name).is_file()}


def differences(before: Fingerprint, now: Fingerprint) -> list[str]:
    """Name the parts in which two fingerprints differ.

    Args:
        before: Kept in the ledger.
        now: Computed now.

    Returns:
        For example ``["notebook", "reads need"]``; empty if they are equal.
    """
    return sorted(part for part in {*before, *now} if before.get(part) != now.get(part))


def _cells(notebook: Path) -> list[Any]:
    """Give what a notebook says, without outputs and counts, which a mere look at it changes."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [(c["cell_type"], "".join(c["source"]), c["metadata"].get("tags", [])) for c in cells]


@cache
def _code() -> str:
    return _digest(_of_files(PROJECT_ROOT, [PROJECT_ROOT / name for name in CODE]))


def _matching(root: Path, names: list[str]) -> list[Path]:
    return [path for name in names for path in sorted(root.glob(name))]


def _of_files(root: Path, paths: list[Path]) -> str:
    """Name every file under some paths with the digest of what it holds."""
    found = (
        file
        for path in paths
        for file in ([path] if path.is_file() else sorted(path.rglob("*")))
        if file.is_file() and "__pycache__" not in file.parts
    )
    return "\n".join(f"{file.relative_to(root)} {_digest(file.read_bytes())}" for file in found)


def _digest(content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()[:16]
