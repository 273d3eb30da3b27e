"""What a person reads when a run stops."""

import inspect
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib import errors
from seqpt_lib.errors import BY_NAME, MAX_LISTED, DataError, SeqptError, listed

EXIT_CODES = {
    "UsageError": 2,
    "PipelineFileError": 10,
    "GateFailed": 11,
    "DataError": 12,
    "DatabaseError": 13,
    "ModelError": 14,
    "NotebookError": 20,
    "StepTimeout": 21,
    "KernelDied": 22,
}
error_classes = pytest.mark.parametrize("error", BY_NAME.values(), ids=BY_NAME.keys())


def words(text: str) -> list[str]:
    return text.split()


@error_classes
def test_each_cause_has_its_own_exit_code(error: type[SeqptError]) -> None:
    assert error.exit_code == EXIT_CODES[error.__name__]
    others = [other.exit_code for other in BY_NAME.values() if other is not error]
    assert error.exit_code not in others


def test_every_class_is_found_by_its_name() -> None:
    defined = {
        name
        for name, found in inspect.getmembers(errors, inspect.isclass)
        if issubclass(found, SeqptError) and found is not SeqptError
    }
    assert set(BY_NAME) == defined


@error_classes
def test_each_cause_says_what_it_means(error: type[SeqptError]) -> None:
    assert error.__doc__ not in {None, SeqptError.__doc__}


@pytest.mark.parametrize(
    ("what", "fix", "message"),
    [
        pytest.param("no archetype", "Choose one.", "no archetype. Choose one.", id="what, fix"),
        pytest.param("no archetype.", "Choose one.", "no archetype. Choose one.", id="one dot"),
        pytest.param("no archetype", "", "no archetype", id="nothing to do about it"),
        pytest.param("two\n  lines", "Mend\tit.", "two lines. Mend it.", id="one line"),
    ],
)
def test_the_message_is_what_and_what_to_do(what: str, fix: str, message: str) -> None:
    assert str(DataError(what, fix)) == message


@given(what=st.text(min_size=1), fix=st.text())
def test_a_message_is_always_one_line_with_every_word(what: str, fix: str) -> None:
    error = DataError(what, fix)
    assert len(str(error).splitlines()) <= 1
    assert words(error.what) == words(what)
    assert words(error.fix) == words(fix)


def test_what_and_fix_survive_the_way_to_another_process() -> None:
    error = pickle.loads(pickle.dumps(DataError("no archetype", "Choose one.")))
    assert isinstance(error, DataError)
    assert (error.what, error.fix, error.exit_code) == ("no archetype", "Choose one.", 12)
    assert str(error) == "no archetype. Choose one."


@pytest.mark.parametrize(
    ("count", "text"),
    [
        pytest.param(0, "", id="nothing"),
        pytest.param(1, "0", id="one"),
        pytest.param(5, "0, 1, 2, 3, 4", id="as many as are shown"),
        pytest.param(6, "0, 1, 2, 3, 4 and 1 more", id="one too many"),
        pytest.param(1000, "0, 1, 2, 3, 4 and 995 more", id="many"),
    ],
)
def test_lists_the_first_five(count: int, text: str) -> None:
    assert listed([str(number) for number in range(count)]) == text


@given(items=st.lists(st.text("abc", min_size=1), min_size=MAX_LISTED + 1))
def test_what_is_listed_and_what_is_left_out_add_up(items: list[str]) -> None:
    assert listed(items).endswith(f" and {len(items) - MAX_LISTED} more")
