"""Checks of the machine: Python, packages, settings, pipeline file, disk, model service."""

import os
import re
import shutil
import socket
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pipelines.doctor import UNEXPECTED_CODE, Finding, Subject
from seqpt_lib.errors import DatabaseError, ModelError, UsageError, listed
from seqpt_lib.settings import PROJECT_ROOT, settings

OLDEST_PYTHON = (3, 11)
NEWEST_PYTHON = (3, 13)
"""The versions that the lock is made for."""

LOCK = PROJECT_ROOT / "requirements.lock"
LITTLE_SPACE = 500 * 2**20
"""Bytes; a run of a large organization with its notebooks and pages stays below."""

CONNECT_SECONDS = 3


def python(_subject: Subject) -> Finding:
    """Look whether this Python is one of those that are tested."""
    number = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding("problem", number, "Install Python 3.11 or newer.", UNEXPECTED_CODE)
    if sys.version_info[:2] > NEWEST_PYTHON:
        return Finding("warning", f"{number} is newer than what is tested", "Use 3.11 to 3.13.")
    return Finding("ok", number)


def packages(_subject: Subject) -> Finding:
    """Compare the installed packages with the lock."""
    if not LOCK.is_file():
        return Finding("warning", f"there is no {LOCK.name} to compare with", "Restore it.")
    locked = _locked()
    return compared(locked, {name: _installed(name) for name in locked}, _needed("seqpt", locked))


def compared(locked: dict[str, str], installed: dict[str, str], needed: set[str]) -> Finding:
    """Judge how the installed packages differ from the lock.

    Args:
        locked: Version by package.
        installed: Version by package; empty for one that is missing.
        needed: The packages that a run needs; others are for developing.

    Returns:
        A problem where a run needs a missing package.
    """
    remedy = "Say .venv/bin/pip install -r requirements.lock, or delete .venv: make makes it anew."
    missing = [name for name, number in installed.items() if not number]
    lost = [name for name in missing if name in needed]
    other = [
        f"{name} {number} (lock: {locked[name]})"
        for name, number in installed.items()
        if number and number != locked[name]
    ]
    if lost:
        return Finding("problem", f"missing: {listed(lost)}", remedy, UNEXPECTED_CODE)
    if missing or other:
        told = [
            f"missing, for developing only: {listed(missing)}" if missing else "",
            f"of another version: {listed(other)}" if other else "",
        ]
        return Finding("warning", "; ".join(filter(None, told)), remedy)
    return Finding("ok", f"{len(locked)} as in {LOCK.name}")


def readable_settings(_subject: Subject) -> Finding:
    """Look whether the environment and the file .env can be read."""
    settings()
    file = PROJECT_ROOT / ".env"
    return Finding("ok", "from the environment" + (f" and {file.name}" if file.exists() else ""))


def pipeline_file(subject: Subject) -> Finding:
    """Check steps, notebooks and parameters, as a run does before its first cell."""
    from pipelines.checks import check
    from pipelines.spec import load, shown

    spec = load(subject.pipeline)
    check(spec, subject.parameters)
    given = f", with {', '.join(subject.parameters)}" if subject.parameters else ""
    return Finding("ok", f"{len(spec.steps)} steps of {shown(spec.path)}{given}")


def disk(_subject: Subject) -> Finding:
    """Look whether run folders and the embedded server's data have a place to go to."""
    from pipelines.spec import shown

    places = {"SEQPT_RUNS": settings().runs}
    if settings().database_url is None:
        places["SEQPT_HOME"] = settings().home
    for setting, folder in places.items():
        place = _nearest(folder)
        if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
            error = UsageError if setting == "SEQPT_RUNS" else DatabaseError
            return Finding.of(
                error(f"{folder} cannot be written", f"Set {setting} to a folder of yours.")
            )
    free = min(shutil.disk_usage(_nearest(folder)).free for folder in places.values())
    said = f"{free / 2**20:,.0f} MB free for {' and '.join(map(shown, places.values()))}"
    if free < LITTLE_SPACE:
        return Finding("warning", said, "Free some disk space.")
    return Finding("ok", said)


def model_service(_subject: Subject) -> Finding:
    """Check the settings of the model service, and whether its address takes a connection."""
    from seqpt_lib.llm import refuse_missing_model
    from seqpt_lib.llm.service import service

    refuse_missing_model()
    given = {"SEQPT_MODEL": settings().model, "SEQPT_EMBEDDING_MODEL": settings().embedding_model}
    names = {setting: name for setting, name in given.items() if name is not None}
    for setting, name in names.items():
        service(name, setting)
    if not names:
        return Finding("ok", "none is set: templates word the objectives")
    asked = " and ".join(names.values())
    address = urlsplit(settings().openai_base_url)
    host, port = address.hostname or "", address.port or {"http": 80}.get(address.scheme, 443)
    if address.scheme in getproxies() and not proxy_bypass(host):
        return Finding("ok", f"{asked} at {host}:{port}; not tried, it goes through a proxy")
    try:
        socket.create_connection((host, port), CONNECT_SECONDS).close()
    except OSError as error:
        said = f"{asked}: {host}:{port} takes no connection ({error.strerror or error})"
        remedy = f"Check OPENAI_BASE_URL and the network, or leave {' and '.join(names)} empty."
        if settings().model_required:
            return Finding.of(ModelError(said, remedy))
        return Finding("warning", f"{said}; templates would stand in", remedy)
    return Finding("ok", f"{asked} at {host}:{port}, which takes a connection")


def _locked() -> dict[str, str]:
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    pins = (text.partition("==") for text in lines if not text.startswith("#"))
    return {name: number for name, equals, number in pins if equals}


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _needed(name: str, locked: dict[str, str]) -> set[str]:
    """Name the packages of the lock that a package needs, directly or through others."""
    known = {_plain(each): each for each in locked}
    found: set[str] = set()
    ahead = [name]
    while ahead:
        try:
            wanted = requires(ahead.pop()) or []
        except PackageNotFoundError:
            continue
        for requirement in wanted:
            start = re.match(r"[\w.-]+", requirement)
            needed = known.get(_plain(start[0])) if start else None
            if needed and "extra ==" not in requirement and needed not in found:
                found.add(needed)
                ahead.append(needed)
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _nearest(folder: Path) -> Path:
    folder = folder.absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())
