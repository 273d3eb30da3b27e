"""The page that says how to mend data, read as a program."""

import re

from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store.ledger import MENDING_PAGE
from tests.support import rows

SECTION = re.compile(r"^### (\w+)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
SQL = re.compile(r"^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sections() -> list[tuple[str, str]]:
    """Give the sections: the check's id and the text."""
    return SECTION.findall((PROJECT_ROOT / MENDING_PAGE).read_text(encoding="utf-8"))


def mending_sql(check_id: str, organization_id: int) -> str:
    """Give the SQL of a check's section, with the organization's id."""
    text = dict(sections())[check_id]
    (sql,) = SQL.findall(text)
    return str(sql).replace(":organization_id", str(organization_id))


def drop_what_writes(check_id: str, organization_id: int) -> list[str]:
    """Do what a section on results says: run its SQL, then the statements that this gives."""
    given = [sql for (sql,) in rows.query(mending_sql(check_id, organization_id))]
    for statement in given:
        rows.run_script(statement)
    return given
