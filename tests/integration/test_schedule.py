"""Timers and crontabs: installed with commands that only take notes, and then executed."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import schedules
from pipelines.calendars import set_time
from pipelines.schedules import NoScheduler, failure, schedule, unschedule
from pipelines.units import SERVICE, TIMER, Order, cron_line, service_text, timer_text
from seqpt_lib.errors import UsageError
from seqpt_lib.settings import Settings, SettingsOfTheFile, settings
from tests.support.databases import forget_settings
from tests.unit.test_makefile import write_command

VALUES = {"ORGS": "a b", "JOBS": "1", "SCHEDULER": "", "SET": ""}


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A PATH with the usual commands, a home, and neither systemd nor cron."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("make", "flock", "sh", "cat", "rm", "tee", "echo"):
        (folder / name).symlink_to(shutil.which(name) or "")
    for name in list(os.environ):
        if name.startswith(("SEQPT_", "OPENAI_", "DATABASE_URL")):
            monkeypatch.delenv(name)
    for kind in (Settings, SettingsOfTheFile):
        monkeypatch.setitem(kind.model_config, "env_file", tmp_path / ".env")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SEQPT_RUNS", str(tmp_path / "runs"))
    forget_settings()
    yield folder
    forget_settings()


@pytest.fixture
def systemd(tools: Path, tmp_path: Path) -> Path:
    """The commands of systemd; what they are told stands in the file given."""
    told = tmp_path / "told"
    write_command(tools / "systemctl", f'echo "$@" >>{told}')
    return told


@pytest.fixture
def cron(tools: Path, tmp_path: Path) -> Path:
    """A crontab of this test, in the file given."""
    kept = tmp_path / "crontab"
    write_command(tools / "crontab", f'[ "$1" = - ] && cat >{kept} || cat {kept}')
    return kept


def test_units_are_installed_and_taken_out_again(systemd: Path, tmp_path: Path) -> None:
    schedule("Mon 06:00", VALUES)

    folder = tmp_path / "config/systemd/user"
    assert '"run-all" "ORGS=a b" "JOBS=1"\n' in (folder / SERVICE).read_text()
    assert "OnCalendar=Mon *-*-* 06:00:00\n" in (folder / TIMER).read_text()
    assert systemd.read_text().splitlines()[-2:] == [
        "--user daemon-reload",
        f"--user enable --now {TIMER}",
    ]

    unschedule()
    assert list(folder.iterdir()) == []
    assert f"--user disable --now {TIMER}" in systemd.read_text()


def test_a_line_of_the_crontab_stands_in(cron: Path) -> None:
    cron.write_text("@daily backup\n")
    schedule("Mon 06:00", VALUES)
    schedule("daily 07:30", VALUES)

    backup, ours = cron.read_text().splitlines()
    assert (backup, ours.split(" if ")[0]) == ("@daily backup", "30 7 * * *")

    unschedule()
    assert cron.read_text() == "@daily backup\n"


def test_a_timer_that_was_installed_before_does_not_run_beside_the_line(
    tools: Path, systemd: Path, cron: Path, tmp_path: Path
) -> None:
    schedule("Mon 06:00", VALUES)
    (tools / "systemctl").unlink()

    with pytest.raises(NoScheduler, match="may go on: systemd's user manager cannot be asked"):
        schedule("Mon 07:00", VALUES)

    assert not cron.exists()
    assert len(list((tmp_path / "config/systemd/user").iterdir())) == 2
    assert "disable" not in systemd.read_text()


def test_a_line_that_was_installed_before_does_not_run_beside_the_timer(
    tools: Path, cron: Path, tmp_path: Path
) -> None:
    schedule("Mon 06:00", VALUES)
    write_command(tools / "systemctl", "exit 0")
    schedule("Mon 06:00", VALUES)

    assert cron.read_text() == ""
    assert (tmp_path / "config/systemd/user" / TIMER).exists()


def test_a_timer_that_cannot_be_ended_is_told_and_the_line_is_taken_out(
    tools: Path, cron: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schedule("Mon 06:00", VALUES)
    units = tmp_path / "config/systemd/user"
    units.mkdir(parents=True)
    (units / TIMER).touch()
    write_command(tools / "systemctl", "exit 1")

    with pytest.raises(NoScheduler, match="may go on"):
        unschedule()

    assert "the line of the crontab is gone\n" in capsys.readouterr().out
    assert cron.read_text() == ""
    assert (units / TIMER).exists()


@pytest.mark.usefixtures("tools")
def test_nothing_to_take_out_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    unschedule()
    assert capsys.readouterr().out == "nothing was scheduled\n"


LOST = [
    pytest.param({"DATABASE_URL": "postgresql://me:pass-4711@h/db"}, "", id="not in the file"),
    pytest.param(
        {"DATABASE_URL": "postgresql://me:pass-4711@h/db"},
        "DATABASE_URL=postgresql://h/other",
        id="another in the file",
    ),
    pytest.param({"SEQPT_SMALLEST_GROUP": "9"}, "", id="what is hidden"),
    pytest.param({"SEQPT_INDIVIDUAL_RESULTS": "no"}, "SEQPT_MODEL=openai:x", id="whose plans"),
    pytest.param({"OPENAI_API_KEY": "pass-4711"}, "", id="a key"),
]


@pytest.mark.usefixtures("systemd")
@pytest.mark.parametrize(("environment", "file"), LOST)
def test_a_setting_that_would_be_lost_is_refused_by_its_name(
    environment: dict[str, str], file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(file)
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    forget_settings()

    with pytest.raises(UsageError, match=f"settings: {next(iter(environment))}") as refused:
        schedule("06:00", VALUES)

    assert "put them into .env" in str(refused.value)
    assert "pass-4711" not in str(refused.value)
    assert not (tmp_path / "config").exists()


@pytest.mark.usefixtures("systemd")
def test_settings_of_the_file_and_empty_ones_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=postgresql://h/db\nSEQPT_SMALLEST_GROUP=9")
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("SEQPT_SMALLEST_GROUP", "9")
    forget_settings()

    schedule("06:00", VALUES)

    assert (tmp_path / "config/systemd/user" / TIMER).exists()


@pytest.mark.usefixtures("tools")
def test_where_there_is_neither_the_units_are_left_to_install(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(NoScheduler, match="neither a user manager of systemd here nor crontab"):
        schedule("06:00", VALUES)
    assert "ExecStart=" in capsys.readouterr().out
    assert (settings().runs / "schedule" / SERVICE).exists()


@pytest.mark.usefixtures("systemd")
def test_a_time_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        schedule("tomorrow", VALUES)
    assert not (tmp_path / "config").exists()


@pytest.mark.usefixtures("systemd")
def test_a_value_with_a_line_end_is_refused() -> None:
    with pytest.raises(UsageError, match="ORGS has a line end"):
        schedule("06:00", VALUES | {"ORGS": "a\nExecStart=x"})


@pytest.fixture
def order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Order:
    """What calls a project whose run-all says what it is given, and ends as it is told."""
    monkeypatch.setenv("SEQPT_RUNS", str(tmp_path / "my runs"))
    forget_settings()
    root = tmp_path / "my project"
    root.mkdir()
    (root / "Makefile").write_text(
        'run-all:\n\t@printf \'<%s>\' "$$ORGS" "$$SEQPT_HOME"; exit $$(cat code)\nexport ORGS\n'
    )
    (root / "code").write_text("0")
    folder = tmp_path / "my runs" / "schedule"
    folder.mkdir(parents=True)
    make = shutil.which("make") or ""
    return Order(
        set_time("06:00"), root, folder, make, (("ORGS", "a 5%"),), (("SEQPT_HOME", "/my home"),)
    )


def words_of(unit: str, key: str) -> list[str]:
    """The words of a line, as systemd takes them apart."""
    [line] = [line for line in unit.splitlines() if line.startswith(f"{key}=")]
    words = shlex.split(line.removeprefix(f"{key}="))
    return [word.replace("%%", "%").replace("$$", "$") for word in words]


def run_service(order: Order) -> int:
    """Do what systemd does with the unit."""
    unit = service_text(order)
    variables = [word.split("=", 1) for word in words_of(unit, "Environment")]
    environment = dict(variables)
    with order.log.open("a") as log:
        done = subprocess.run(
            words_of(unit, "ExecStart"),
            env={"PATH": os.environ["PATH"]} | environment,
            stdout=log,
            stderr=log,
            check=False,
        )
    result = {"SERVICE_RESULT": "exit-code" if done.returncode else "success"}
    subprocess.run(words_of(unit, "ExecStopPost"), env=os.environ | result, check=True)
    return done.returncode


def run_cron(order: Order) -> int:
    """Do what cron does with the line."""
    line = cron_line(order, shutil.which("flock") or "")
    command = line.split(" ", 5)[5].replace("\\%", "%")
    return subprocess.run(["/bin/sh", "-c", command], check=True).returncode


@pytest.mark.parametrize("way", [run_service, run_cron])
def test_what_was_installed_runs_logs_and_leaves_its_failure(
    order: Order, way: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(way)
    way(order)
    assert order.log.read_text() == "<a 5%></my home>"
    assert failure() == ""

    (order.root / "code").write_text("3")
    way(order)
    assert failure() == f"seqpt run-all failed: see {order.log}"

    (order.root / "code").write_text("0")
    way(order)
    assert failure() == ""


@pytest.mark.parametrize("left", ["", "seqpt run-all failed"])
def test_cron_does_not_overtake_a_run_and_leaves_the_last_failure(order: Order, left: str) -> None:
    if left:
        order.failed.write_text(left)
    lock = ["flock", "-n", str(order.folder / "lock"), "sh", "-c", "echo; read _"]
    with subprocess.Popen(lock, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdin
        holder.stdout.readline()
        run_cron(order)
        assert order.log.read_text() == ""
        assert failure() == left
        holder.stdin.close()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")
def test_systemd_understands_the_units(order: Order, tmp_path: Path) -> None:
    for name, text in ((SERVICE, service_text(order)), (TIMER, timer_text(order))):
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / TIMER), str(tmp_path / SERVICE)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "seqpt" in line]
    assert (done.returncode, ours) == (0, [])
    schedules._validate(order.time)
