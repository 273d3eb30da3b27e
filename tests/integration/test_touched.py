"""What the pipeline file says a step reads is what its notebook reads: else a change is missed."""

from collections.abc import Iterator

import pytest

from pipelines.cli import PIPELINE
from pipelines.fingerprints import read_sets, written_sets
from pipelines.spec import StepSpec, load
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store.models import metadata
from tests.support.databases import Server, give_demo_context, pointed_at
from tests.support.openai_server import asked_server
from tests.support.rows import query
from tests.support.tracing import Words, trace, words_by_source
from tests.support.wording import worded

pytestmark = pytest.mark.xdist_group("touched")

SPEC = load(PIPELINE)
Touched = tuple[frozenset[str], Words]
"""Files that a step opened, and words of its statements by what these read from."""

STEPS = [pytest.param(step, id=step.id) for step in SPEC.steps]
TABLES = {table.name for table in metadata.tables.values()}
NOT_SAID = {"pipeline_run", "model_call"}
"""Which runs are the organization's, and answers that are kept so as not to be paid for twice."""

OTHERS_ROWS = {"validate_sources": {"gate_result"}}
"""What was found in other organizations: a note that is as old as the run that asked."""

ANSWERS = "user_se_competency_survey_results"
"""A table that three steps write to, each columns of its own."""

STANDS_FOR = {"catalog": "pg_class"}
"""The table that is read by whoever reads one of the row sets that are no tables."""

DEFINITIONS = (
    "SELECT viewname::text, definition FROM pg_views WHERE schemaname = 'seqpt' "
    "UNION ALL SELECT proname::text, prosrc FROM pg_proc "
    "WHERE pronamespace = 'seqpt'::regnamespace AND prokind = 'f'"
)


@pytest.fixture(scope="module")
def touched(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Touched]]:
    """By step what it touched, and what it read from: all on a new database, with all there is.

    In German and with a model and a context, for texts and prompts are read only then.
    """
    found = {}
    with (
        pytest.MonkeyPatch.context() as patch,
        server.clone("template0") as address,
        pointed_at(address, patch),
        asked_server() as model,
    ):
        folder = tmp_path_factory.mktemp("runs")
        patch.setenv("SEQPT_RUNS", str(folder))
        model.answer = worded
        for step in SPEC.steps:
            german = {"language": "de"} if "language" in step.parameters else {}
            traced = trace(step.notebook.stem, folder, org="demo", **german)
            if step is SPEC.steps[0]:
                give_demo_context()
            definitions = {name: str(definition) for name, definition in query(DEFINITIONS)}
            found[step.id] = traced.files, words_by_source(traced.statements, definitions)
        yield found


@pytest.mark.parametrize("step", SPEC.steps[1:], ids=lambda step: step.id)
def test_a_step_says_which_tables_it_reads(step: StepSpec, touched: dict[str, Touched]) -> None:
    """Step 1 looks at every table, and is done again where what it left is another."""
    said = {STANDS_FOR.get(rows.table, rows.table) for rows in read_sets(step)}
    written = {rows.table for rows in written_sets(step)}
    read = {*touched[step.id][1]} & (TABLES | {*STANDS_FOR.values()})

    unsaid = NOT_SAID | OTHERS_ROWS.get(step.id, set())

    assert read - said - written - unsaid == set(), "missing among its reads"
    assert said - read == set(), "among its reads, and not read"


@pytest.mark.parametrize("step", SPEC.steps[1:], ids=lambda step: step.id)
def test_a_step_says_which_columns_of_the_answers_it_reads(
    step: StepSpec, touched: dict[str, Touched]
) -> None:
    sets = [*read_sets(step), *written_sets(step)]
    said = {name for rows in sets if rows.table == ANSWERS for name in rows.columns}
    columns = {column.name for column in metadata.tables[ANSWERS].columns}

    assert touched[step.id][1].get(ANSWERS, set()) & columns - said == set()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_says_which_files_it_reads(step: StepSpec, touched: dict[str, Touched]) -> None:
    opened = touched[step.id][0]
    said = {name: {*_files(name)} for name in step.files}

    assert opened - set().union(*said.values()) == set(), "missing among its files"
    assert [name for name, files in said.items() if not files & opened] == [], "not read"


def _files(name: str) -> Iterator[str]:
    for path in PROJECT_ROOT.glob(name):
        inner = [path] if path.is_file() else path.rglob("*")
        yield from (file.relative_to(PROJECT_ROOT).as_posix() for file in inner)


def test_what_functions_and_views_read_is_read() -> None:
    definitions = {"current_answer": "SELECT * FROM answer", "seen": "SELECT 1 FROM need, role r"}
    statements = ("SELECT level FROM seqpt.seen s JOIN current_answer(1) a USING (id)",)

    words = words_by_source(statements, definitions)

    assert {"seen", "current_answer", "answer", "need", "role"} <= {*words}
    assert "level" in words["need"]
