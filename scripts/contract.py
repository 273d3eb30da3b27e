"""Write ``migrations/contract.csv`` from a freshly migrated database. ``make contract`` calls it."""

import atexit
import os
import shutil
import tempfile


def main() -> None:
    """Migrate an empty database and describe it."""
    folder = tempfile.mkdtemp(prefix="seqpt-contract-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    os.environ |= {"SEQPT_HOME": folder, "DATABASE_URL": ""}
    from seqpt_lib.schema import contract, migrate
    from seqpt_lib.store.engine import schema_engine

    migrate()
    with schema_engine().begin() as connection:
        parts = contract.describe(connection)
    parts.to_csv(contract.FILE, index=False, lineterminator="\n")
    print(f"{len(parts)} parts of {parts.table_name.nunique()} tables")


if __name__ == "__main__":
    main()
