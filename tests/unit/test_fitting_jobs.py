"""How many workers begin, by the connections that the database has left."""

import pytest

from pipelines.many import fitting_jobs
from seqpt_lib.errors import UsageError


@pytest.mark.parametrize(
    ("count", "free", "is_wish", "begin"),
    [
        pytest.param(3, 13, True, 3, id="just room"),
        pytest.param(3, 97, False, 3, id="much room"),
        pytest.param(33, 97, False, 24, id="nobody asked for so many"),
    ],
)
def test_workers_fit_into_the_database(count: int, free: int, is_wish: bool, begin: int) -> None:
    assert fitting_jobs(count, free, is_wish=is_wish) == begin


@pytest.mark.parametrize(
    ("count", "free", "is_wish", "fix"),
    [
        pytest.param(3, 12, True, "Say JOBS=2, or raise its max_connections", id="asked for"),
        pytest.param(3, 4, False, "End other sessions", id="no room for one"),
        pytest.param(1, 0, True, "End other sessions", id="no room at all"),
    ],
)
def test_too_many_workers_are_refused(count: int, free: int, is_wish: bool, fix: str) -> None:
    with pytest.raises(UsageError, match="connections to the database, which has") as refused:
        fitting_jobs(count, free, is_wish=is_wish)
    assert fix in str(refused.value)
