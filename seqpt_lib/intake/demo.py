"""The demo organization: an invented company that every new database can show."""

from seqpt_lib.errors import UsageError
from seqpt_lib.intake.surveys import ImportReport, import_survey
from seqpt_lib.reference import read_yaml
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store import engine
from seqpt_lib.store.organizations import is_foreign, organization_keys

DEMO_KEY = "demo"
FOLDER = PROJECT_ROOT / "data" / "demo"


def load_demo() -> ImportReport:
    """Load ``data/demo`` as the organization ``demo``, once: what is made of it since then stays.

    Returns:
        What was written; nothing if there is an organization ``demo``.

    Raises:
        UsageError: If the database is somebody's: invented people have no place in it.
    """
    described = read_yaml(FOLDER / "organization.yaml")
    key, name = described["key"], described["name"]
    with engine.connect() as connection:
        if key in organization_keys(connection):
            return ImportReport(key, name, {})
        if is_foreign(connection):
            raise UsageError(
                "the demo is not loaded into a database that others live in",
                "Name your own organization: ORG=key.",
            )
    return import_survey(FOLDER, key, name, "; ".join(described["archetypes"]), described["size"])
