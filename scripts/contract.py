"""Write ``migrations/contract.csv`` from a freshly migrated database: ``make contract``."""

from seqpt_lib.schema import contract, migrate
from seqpt_lib.store.engine import schema_engine


def main() -> None:
    """Migrate the database, which has to be empty, and describe it."""
    migrate()
    with schema_engine().begin() as connection:
        parts = contract.describe(connection)
    parts.to_csv(contract.FILE, index=False, lineterminator="\n")
    print(f"{len(parts)} parts of {parts.table_name.nunique()} tables")


if __name__ == "__main__":
    main()
