"""What the server of warm kernels imports once, so that no notebook has to.

Importing this module does it: `multiprocessing` imports it by its name in the server's process.
Modules only, no calls: what one of them would read from the environment, connect to or keep would
be handed on to every notebook.
"""

import gc
import importlib
import logging
import os
import sys

from seqpt_lib import store
from seqpt_lib.lean import without_slow_parts

MODULES = (
    "pipelines.forked",
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "faulthandler",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "multiprocessing.synchronize",
    "psutil",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
    "pandas",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.csvs",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "pandas.io.formats.style",
    "psycopg2.extras",
    *store.MODULES,
    "seqpt_lib.schema",
    "seqpt_lib.intake",
    "seqpt_lib.gaps",
    "seqpt_lib.llm",
    "seqpt_lib.objectives",
    "seqpt_lib.plans",
    "seqpt_lib.quality",
    "seqpt_lib.reference",
    "seqpt_lib.reports",
    "openpyxl",
    "openpyxl.packaging.extended",
    "encodings.cp437",
    "encodings.utf_16_le",
    "great_expectations",
    "great_expectations.render.renderer.site_builder",
    "seqpt_lib.quality.asked_once",
    "seqpt_lib.quality.pages",
)
"""By name: the runner itself may not import the rooms. What the first cells would import, too."""

log = logging.getLogger(__name__)


def path_without_environment() -> list[str]:
    """Give the folders of modules that this interpreter knows whatever the environment says.

    Returns:
        ``sys.path`` without the working folder and without those of ``PYTHONPATH``.
    """
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)  # noqa: TID251  # the kernel's own
    return [folder for folder in sys.path if folder and folder not in given]


def import_all(names: tuple[str, ...] = MODULES) -> list[str]:
    """Import modules; one that fails is named in the log, and notebooks meet the error themselves.

    Args:
        names: The modules.

    Returns:
        Those that could not be imported.
    """
    missing = []
    gc.disable()  # nothing of what is imported is ever garbage
    try:
        for name in names:
            try:
                importlib.import_module(name)
            except Exception as error:  # noqa: BLE001  # whatever a library does when it begins
                log.warning("%s cannot be preloaded: %s: %s", name, type(error).__name__, error)
                missing.append(name)
    finally:
        gc.enable()
    gc.freeze()  # a collection in a kernel would copy all of its memory
    return missing


os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # noqa: TID251  # else the debugger talks
before = set(os.environ)  # noqa: TID251  # to see what is set meanwhile
without_slow_parts()
PATH = path_without_environment()
MISSING = import_all()
ADDED = {name: os.environ[name] for name in os.environ if name not in before}  # noqa: TID251
"""Variables that libraries set when they are imported; a plain kernel has them too."""
