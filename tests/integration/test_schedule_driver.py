"""What PostgreSQL's driver reads by itself would not reach a timer."""

from pathlib import Path

import pytest

from pipelines.schedules import schedule
from seqpt_lib.errors import UsageError
from tests.integration.test_schedule import (
    VALUES,
    systemd,  # noqa: F401  # a fixture of this module too
    tools,  # noqa: F401  # that one needs it
)
from tests.support.databases import forget_settings


@pytest.mark.usefixtures("systemd")
def test_what_only_the_driver_reads_is_refused_as_the_file_does_not_reach_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the embedded server the driver's variables mean nothing."""
    for name, text in {
        "PGSSLMODE": "require",
        "PGPASSWORD": "x",
        "PGDATA": "/var/pg",
        "PG_VERSION": "16",
        "PGADMIN_DEFAULT_EMAIL": "x",
    }.items():
        monkeypatch.setenv(name, text)
    (tmp_path / ".env").write_text("DATABASE_URL=postgresql://h/db\nPGPASSWORD=x\n")
    forget_settings()

    with pytest.raises(UsageError, match=r"variables: PGPASSWORD, PGSSLMODE\. Write them into D"):
        schedule("06:00", VALUES)
    assert not (tmp_path / "config").exists()

    (tmp_path / ".env").write_text("PGPASSWORD=x\n")
    forget_settings()
    schedule("06:00", VALUES)
