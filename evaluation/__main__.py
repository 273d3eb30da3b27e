"""``make eval``: how good retrieval and the checks on objectives are, on labelled sets."""

import atexit
import os
import shutil
import tempfile

from evaluation import checks, retrieval
from seqpt_lib import intake, schema, store
from seqpt_lib.settings import PROJECT_ROOT

LABELLED = PROJECT_ROOT / "tests" / "data" / "objectives"
SETS = {
    "tuning": "used for tuning",
    "tuning_2": "used for tuning",
    "fresh": "untouched",
}
"""The labelled sets of the checks, and what each has been used for."""


def main() -> None:
    """Print all measures; nothing is kept of the database that is made for it."""
    files = {
        checks.labelled(LABELLED / f"{name}.yaml"): f"{name}, {use}" for name, use in SETS.items()
    }
    folder = tempfile.mkdtemp(prefix="seqpt-eval-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    os.environ |= {"SEQPT_HOME": folder, "DATABASE_URL": ""}
    schema.prepare()
    intake.load_demo()
    with store.transaction() as connection:
        organization = store.find_organization(connection, intake.DEMO_KEY)
        print(f"retrieval: {retrieval.measure(connection, organization.id).summary}")
    for file, title in files.items():
        print(f"\nchecks, {title}:\n{checks.report(file)}")


if __name__ == "__main__":
    main()
