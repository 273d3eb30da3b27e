"""``make eval``: how good retrieval and the checks on objectives are, on labelled sets."""

import atexit
import os
import shutil
import tempfile

from evaluation import checks, retrieval
from seqpt_lib import intake, schema, store
from seqpt_lib.settings import PROJECT_ROOT

LABELLED = PROJECT_ROOT / "tests" / "data" / "objectives"


def main() -> None:
    """Print all measures; nothing is kept of the database that is made for it."""
    folder = tempfile.mkdtemp(prefix="seqpt-eval-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    os.environ |= {"SEQPT_HOME": folder, "DATABASE_URL": ""}
    schema.prepare()
    intake.load_demo()
    with store.transaction() as connection:
        organization = store.find_organization(connection, intake.DEMO_KEY)
        print(f"retrieval: {retrieval.measure(connection, organization.id).summary}")
    for half in ("tuning", "held_out"):
        print(f"\nchecks, {half} half:\n{checks.report(LABELLED / f'{half}.yaml')}")


if __name__ == "__main__":
    main()
