"""Run id, run folder, and what a step records in it."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from seqpt_lib.settings import settings

SCRATCH = "scratch"


def new_run_id(now: datetime | None = None) -> str:
    """Name a run after its start and four random digits.

    Args:
        now: Start of the run in UTC; the clock's if not given.

    Returns:
        For example ``2026-11-22T14-05-11Z-7f3a``; sorts by time, fits a folder name.
    """
    moment = now or datetime.now(UTC)
    return f"{moment:%Y-%m-%dT%H-%M-%SZ}-{secrets.token_hex(2)}"


def started_at(run_id: str) -> datetime:
    """Read a run's start from its id.

    Args:
        run_id: As ``new_run_id`` gives it.

    Returns:
        The moment in UTC; for an id that somebody made up, the begin of time (1970).
    """
    try:
        return datetime.strptime(run_id[:20], "%Y-%m-%dT%H-%M-%SZ").replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class StepRecord:
    """What a step says about itself when it is done; what may not be shown is ``None``."""

    step: str
    summary: str
    numbers: dict[str, int | float | str | None] = field(default_factory=dict)
    rows: int | None = 0
    """Rows inserted, updated or deleted by the step, over all tables; ``None`` for some whose
    number would tell how many people have a gap or a plan."""

    tables_written: list[str] = field(default_factory=list)
    sql_statements: int = 0


@dataclass(frozen=True)
class RunFolder:
    """The folder ``data/runs/<organization>/<run id>`` of one run."""

    organization_key: str
    run_id: str

    @property
    def path(self) -> Path:
        """Where the folder is; it may not exist yet."""
        return settings().runs / folder_name(self.organization_key) / self.run_id

    def create(self) -> "RunFolder":
        """Make the folder if it is not there.

        Returns:
            The folder itself.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        return self

    def write_step(self, record: StepRecord) -> Path:
        """Store a step's record for the runner and for ``run.json``.

        Args:
            record: What the step says about itself.

        Returns:
            The file written.
        """
        file = self.path / "steps" / f"{record.step}.json"
        write_json(file, asdict(record))
        self._commit_file(record.step).unlink(missing_ok=True)
        return file

    def keep_commit(self, step: str) -> None:
        """Keep that a step has written, until its record says so.

        Args:
            step: Name of the step.
        """
        write_file(self._commit_file(step), b"")

    def has_committed(self, step: str) -> bool:
        """Tell whether a step has written.

        Args:
            step: Name of the step.

        Returns:
            True if a transaction of it was committed and no record followed.
        """
        return self._commit_file(step).exists()

    def _commit_file(self, step: str) -> Path:
        return self.path / "steps" / f"{step}.committed"

    def read_step(self, step: str) -> StepRecord | None:
        """Read a step's record.

        Args:
            step: Name of the step.

        Returns:
            The record, or ``None`` if the step recorded nothing.
        """
        file = self.path / "steps" / f"{step}.json"
        return StepRecord(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else None


def code_version(rooms: Iterable[str]) -> str:
    """Name the version of the code that computes: of the package, and of the files of some rooms.

    Args:
        rooms: Folders of ``seqpt_lib``.

    Returns:
        For example ``0.1.0+3f9a0c12``.
    """
    digest = hashlib.sha256()
    for room in rooms:
        for file in sorted((Path(__file__).parent / room).glob("*.py")):
            digest.update(file.read_bytes())
    return f"{version('seqpt')}+{digest.hexdigest()[:8]}"


def write_json(file: Path, content: Any) -> None:
    """Write a JSON file beside its place and move it there, so that no reader sees half of it.

    Args:
        file: Where it shall stand.
        content: Anything JSON can carry; dates are written as ISO text.
    """
    text = json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n"
    write_file(file, text.encode())


def write_file(file: Path, content: bytes) -> Path:
    """Write a file beside its place and move it there, so that no reader sees half of it.

    Args:
        file: Where it shall stand; its folder is made.
        content: Its bytes.

    Returns:
        The file.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(file)
    return file


def folder_name(organization_key: str) -> str:
    """Make a folder name of a public key.

    Args:
        organization_key: The key.

    Returns:
        The key, or one without its other characters and with a digest that tells it from others.
    """
    plain = re.sub(r"[^\w-]", "_", organization_key, flags=re.ASCII)
    if plain == organization_key:
        return plain
    return f"{plain}-{hashlib.sha256(organization_key.encode()).hexdigest()[:8]}"
