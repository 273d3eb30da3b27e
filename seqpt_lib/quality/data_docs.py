"""Great Expectations' Data Docs of a run: one page a gate, in the run folder."""

import shutil
from pathlib import Path
from typing import Any

from seqpt_lib.lean import without_slow_parts
from seqpt_lib.quality.suites import SEVERITIES
from seqpt_lib.runs import started_at
from seqpt_lib.settings import settings

FOLDER = "data_docs"
PAGES = "seqpt_lib.quality.pages"
"""The module of the pages' looks, which Great Expectations loads by its name."""

STORED_RESULTS = ".results"
"""Where the pages' content is kept, so that the next gate of the run builds the index anew."""


def open_context(folder: Path | None) -> Any:
    """Make a context of Great Expectations whose Data Docs lie in a run folder.

    Args:
        folder: The run folder; without one there are no Data Docs.

    Returns:
        The context; it keeps nothing but the results of gates.
    """
    without_slow_parts()
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
    )

    config = DataContextConfig(store_backend_defaults=InMemoryStoreBackendDefaults())
    if folder:
        _add_site(config, folder / FOLDER)
    context = gx.get_context(project_config=config, mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    # It would write all of its configuration as YAML, for nobody, twice per table.
    context._save_project_config = lambda *_: None  # type: ignore[method-assign]  # noqa: SLF001
    return context


def _add_site(config: Any, folder: Path) -> None:
    def store_in(path: Path) -> dict[str, str]:
        return {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(path)}

    results = store_in(folder / STORED_RESULTS) | {"filepath_suffix": ".json"}
    config.stores["validation_results_store"]["store_backend"] = results
    config.data_docs_sites = {
        FOLDER: {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": store_in(folder),
            "site_index_builder": {
                "class_name": "DefaultSiteIndexBuilder",
                "view": {"module_name": PAGES, "class_name": "OfflineIndexView"},
            },
            "site_section_builders": {
                "validations": {
                    "class_name": "DefaultSiteSectionBuilder",
                    "source_store_name": "validation_results_store",
                    "view": {"module_name": PAGES, "class_name": "OfflinePageView"},
                },
                "expectations": "None",
                "profiling": "None",
            },
        }
    }


def _rank(result: Any) -> tuple[bool, int]:
    """Sort what failed before what passed, and the worst first."""
    return bool(result.success), SEVERITIES.index(result.expectation_config.severity)


def build(context: Any, gate: str, run_id: str, results: list[Any]) -> None:
    """Build the page of a gate and the index of all gates of the run.

    Args:
        context: As ``open_context`` returns.
        gate: Name of the gate.
        run_id: The run.
        results: What Great Expectations found, one per check; without values of people.
    """
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    run = RunIdentifier(run_name=run_id, run_time=started_at(run_id))
    page = ValidationResultIdentifier(
        expectation_suite_identifier=ExpectationSuiteIdentifier(gate),
        run_id=run,
        batch_identifier=gate,
    )
    passed = sum(bool(result.success) for result in results)
    stopping = [
        r for r in results if not r.success and r.expectation_config.severity == SEVERITIES[0]
    ]
    if not stopping and settings().data_docs == "when_stopped":
        return  # a page costs as much as the checks of a small organization
    content = ExpectationSuiteValidationResult(
        results=sorted(results, key=_rank),
        success=not stopping,
        suite_name=gate,
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(results) - passed,
            "success_percent": 100 * passed / len(results),
        },
        meta={"run_id": run, "batch_spec": {"data_asset_name": gate}},
    )
    context.validation_results_store.set(page, content)
    context.build_data_docs()
    folder = Path(context.config.data_docs_sites[FOLDER]["store_backend"]["base_directory"])
    shutil.rmtree(folder / "static")  # pictures and fonts that these pages do not use
