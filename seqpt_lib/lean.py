"""Libraries imported without parts that cost seconds and that nothing here uses."""

import importlib
import sys
from types import ModuleType
from typing import Any

FORMATS = (
    "fqdn",
    "idna",
    "isoduration",
    "rfc3339_validator",
    "rfc3986_validator",
    "rfc3987_syntax",
    "uri_template",
    "webcolors",
)
"""What `jsonschema` takes if it is there, for formats that neither notebooks nor figures have. One
compiles a grammar of addresses for a second whenever it is imported."""

ASKS_FOR_THEM = "jsonschema"

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
    if ASKS_FOR_THEM in sys.modules:
        return
    hidden = [name for name in FORMATS if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's way to say: not there
    try:
        importlib.import_module(ASKS_FOR_THEM)
    finally:
        for name in hidden:
            del sys.modules[name]
