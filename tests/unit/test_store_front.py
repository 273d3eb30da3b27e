"""The front of the room of the database: all is there, and none of it before it is asked for."""

import subprocess
import sys

import pytest

from seqpt_lib import store

WITHOUT_PANDAS = """\
import sys
import pipelines.cli, pipelines.memory, pipelines.past_runs, pipelines.runner
print("sqlalchemy" in sys.modules, "pandas" in sys.modules)"""


@pytest.mark.parametrize("name", sorted(set(store.__all__) - {"Connection"}))
def test_each_name_is_that_of_its_module(name: str) -> None:
    value = getattr(store, name)

    assert value.__name__ == name
    assert value.__module__ in store.MODULES


def test_an_unknown_name_is_told_as_of_any_module() -> None:
    with pytest.raises(AttributeError, match="store' has no attribute 'reed'"):
        store.reed  # noqa: B018


def test_a_run_that_has_nothing_to_compute_starts_without_pandas() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PANDAS], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["True", "False"]


def test_what_is_kept_out_of_an_import_can_be_imported_afterwards() -> None:
    program = (
        "import importlib, sys; from seqpt_lib import lean; lean.without_slow_parts();"
        "print([name for name in lean.FORMATS if name in sys.modules]);"
        "importlib.import_module('idna'); print('idna' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["[]", "True"]
