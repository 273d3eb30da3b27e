"""The bench measures what it says it does."""

import subprocess
import sys

import numpy as np
import pytest

from benchmarks import population
from seqpt_lib.model.levels import ALL_ROLES, UNKNOWN_ROLE
from seqpt_lib.settings import PROJECT_ROOT

CHILD = "from benchmarks.step import peak_mib; print(peak_mib())"
PARENT = f"""
import subprocess, sys
held = bytearray(300 * 2**20)
held[::4096] = b"1" * len(held[::4096])
print(subprocess.check_output([sys.executable, "-c", {CHILD!r}], text=True))
"""
PEOPLE = np.arange(1, 10_001)


def test_the_peak_of_a_process_is_not_that_of_the_one_that_started_it() -> None:
    printed = subprocess.check_output(
        [sys.executable, "-c", PARENT], text=True, cwd=PROJECT_ROOT, timeout=60
    )

    assert 5 < float(printed) < 300


@pytest.mark.parametrize(
    ("marker", "share"),
    [(UNKNOWN_ROLE, population.UNKNOWN_ROLE_SHARE), (ALL_ROLES, population.ALL_ROLES_SHARE)],
)
def test_some_people_have_a_marker_in_place_of_a_role(marker: int, share: float) -> None:
    markers = population._markers(np.random.default_rng(population.SEED), PEOPLE)

    count = markers["role_cluster_id"].eq(marker).sum()
    assert count == pytest.approx(share * len(PEOPLE), rel=0.15)
    assert markers["user_id"].is_unique


def test_a_personal_matrix_is_complete() -> None:
    random = np.random.default_rng(population.SEED)

    cells = population._personal_matrices(random, PEOPLE[:3], 1)

    assert cells.groupby("user_name").size().tolist() == [30, 30, 30]
    assert not cells.duplicated(["user_name", "iso_process_id"]).any()


def test_the_population_is_the_same_for_the_same_seed() -> None:
    first, second = (
        population._markers(np.random.default_rng(population.SEED), PEOPLE) for _ in range(2)
    )

    assert first.equals(second)
