"""Libraries imported without parts that cost seconds and that nothing here uses."""

import importlib
import sys

IRI_GRAMMAR = "rfc3987_syntax"
"""Compiles a grammar of addresses for a second whenever it is imported; `jsonschema` takes it if it
is there, for a format that neither notebooks nor figures have."""


ASKS_FOR_IT = "jsonschema"


def without_slow_parts() -> None:
    """Import `jsonschema`, which papermill and Great Expectations need, without that grammar.

    Whoever asks for the grammar itself later gets it.
    """
    if IRI_GRAMMAR in sys.modules or ASKS_FOR_IT in sys.modules:
        return
    sys.modules[IRI_GRAMMAR] = None  # type: ignore[assignment]  # Python's way to say: not there
    try:
        importlib.import_module(ASKS_FOR_IT)
    finally:
        del sys.modules[IRI_GRAMMAR]
