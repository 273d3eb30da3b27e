"""A small survey in files, and ways to change them."""

from collections.abc import Callable
from pathlib import Path

from seqpt_lib import intake

FILES = {
    "app_user.csv": "id,organization_id,survey_type\n1,1,known_roles\n2,1,\n3,1,unknown_roles\n",
    "user_role_cluster.csv": "user_id,role_cluster_id\n1,4\n2,5\n2,6\n3,40004\n",
    "survey_results.csv": (
        "user_id,organization_id,competency_id,score\n"
        "1,1,1,4\n1,1,4,2\n2,1,1,0\n2,1,4,6\n3,1,1,1\n3,1,4,0\n"
    ),
    "unknown_role_process_matrix.csv": (
        "user_id,iso_process_id,role_process_value\n3,1,0\n3,2,3\n"
    ),
}
PEOPLE, ROLES, RESULTS, PERSONAL = FILES

Change = Callable[[Path], object]


def make_folder(place: Path) -> Path:
    """A small survey that is right in every line."""
    made = place / "survey"
    made.mkdir()
    for name, content in FILES.items():
        (made / name).write_text(content, encoding="utf-8")
    return made


def bring(folder: Path, **changes: str) -> intake.ImportReport:
    arguments = {"key": "acme", "name": "Acme", "archetype": "Certification"} | changes
    return intake.import_survey(folder, **arguments)


def replace(name: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def append(name: str, lines: str) -> Change:
    return lambda folder: (folder / name).write_text(FILES[name] + lines, encoding="utf-8")


def shift(name: str, before: str, after: str) -> Change:
    """Put something before and after every line but the first."""
    header, *lines = FILES[name].splitlines()
    return write(name, "\n".join([header, *(before + line + after for line in lines), ""]))


def write(name: str, content: str | bytes) -> Change:
    return lambda folder: (folder / name).write_bytes(
        content if isinstance(content, bytes) else content.encode()
    )
