"""Libraries imported without parts that cost seconds and that nothing here uses."""

import importlib
import sys
from types import ModuleType
from typing import Any

IRI_GRAMMAR = "rfc3987_syntax"
"""Compiles a grammar of addresses for a second whenever it is imported; `jsonschema` takes it if it
is there, for a format that neither notebooks nor figures have."""

ASKS_FOR_IT = "jsonschema"

SELDOM_USED = ("scipy.stats", "altair")
"""What Great Expectations imports, for a second, for two kinds of checks that no suite has."""


class _Later(ModuleType):
    """Stands where a module would, and imports it when something of it is first used.

    The standard library's `LazyLoader` would import it at the first `import` statement already.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)  # a kernel that begins asks every module for its __file__
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def without_slow_parts() -> None:
    """Keep out what papermill and Great Expectations would import and never use here.

    Whoever asks for it later gets it. Says nothing to what is imported already.
    """
    for name in SELDOM_USED:
        sys.modules.setdefault(name, _Later(name))
    if IRI_GRAMMAR in sys.modules or ASKS_FOR_IT in sys.modules:
        return
    sys.modules[IRI_GRAMMAR] = None  # type: ignore[assignment]  # Python's way to say: not there
    try:
        importlib.import_module(ASKS_FOR_IT)
    finally:
        del sys.modules[IRI_GRAMMAR]
