"""How a command ends and what it says then."""

import subprocess
import sys

import pytest
import typer

from pipelines.arguments import again_command
from pipelines.reporting import reporting
from seqpt_lib.errors import (
    DataError,
)
from seqpt_lib.settings import settings
from tests.unit.run_results import (
    in_project_folder,  # noqa: F401  # a fixture of this module too
)

IMPORTED = """\
import sys
from pipelines import checks, cli_many, runner, spec
checks.check(spec.load(cli_many.PIPELINE), {})
slow = {"nbformat", "lark", "papermill", "great_expectations", "matplotlib"}
print(*sorted(slow & {*sys.modules}))
"""


def test_what_no_skipped_step_needs_is_not_imported_before_a_step_begins() -> None:
    """`lark` compiles a grammar that `jsonschema` would take, for a second."""
    told = subprocess.run(
        [sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["nbformat"]


def ended_command(error: BaseException) -> int:
    with pytest.raises(typer.Exit) as caught, reporting():
        raise error
    return caught.value.exit_code


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        pytest.param(
            DataError("no archetype", "Choose one."),
            12,
            "no archetype. Choose one.",
            id="one of ours",
        ),
        pytest.param(KeyboardInterrupt(), 130, "interrupted by Ctrl-C", id="Ctrl-C"),
    ],
)
def test_a_command_ends_with_one_line_and_its_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, line: str
) -> None:
    assert ended_command(error) == code
    assert capsys.readouterr() == ("", f"seqpt: {line}\n")


def test_an_error_that_nobody_foresaw_leaves_its_traceback_in_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended_command(ZeroDivisionError("by zero\nand more")) == 20

    file = settings().runs / "seqpt-error.log"
    line = f"seqpt: ZeroDivisionError: by zero. The traceback is in {file}.\n"
    assert capsys.readouterr() == ("", line)
    assert "Traceback" in file.read_text()


@pytest.mark.parametrize(
    ("settings_given", "expected"),
    [
        pytest.param([], "make run ORG=demo", id="no parameter"),
        pytest.param(["", "a=1"], 'make run ORG=demo SET="a=1"', id="one, and an empty one"),
        pytest.param(["a=$x"], "make run ORG=demo SET='a=$x'", id="one that a shell would read"),
    ],
)
def test_says_the_command_again(settings_given: list[str], expected: str) -> None:
    assert again_command("demo", settings_given, None, "run") == expected
