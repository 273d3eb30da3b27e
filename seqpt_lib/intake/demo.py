"""The demo organization: an invented company that every new database can show."""

import yaml

from seqpt_lib.intake.surveys import ImportReport, import_survey
from seqpt_lib.settings import PROJECT_ROOT

DEMO_KEY = "demo"
FOLDER = PROJECT_ROOT / "data" / "demo"


def load_demo() -> ImportReport:
    """Load ``data/demo`` as the organization ``demo``. Again: nothing changes.

    Its archetype is set when it is new, so that a choice made since then stays.

    Returns:
        What was written.
    """
    described = yaml.safe_load((FOLDER / "organization.yaml").read_text(encoding="utf-8"))
    return import_survey(
        FOLDER,
        described["key"],
        described["name"],
        "; ".join(described["archetypes"]),
        described["size"],
        keep_archetypes=True,
    )
