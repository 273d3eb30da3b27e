"""Data Docs that open without a network: Great Expectations' own pages fetch scripts and styles.

Great Expectations imports this module by its name, so only where Data Docs are built.
"""

from pathlib import Path
from typing import Any

from great_expectations.render.view.view import DefaultJinjaIndexPageView, DefaultJinjaPageView
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

TEMPLATES = str(Path(__file__).parent)

USED = (
    "bootstrap_table.j2",
    "component.j2",
    "content_block_header.j2",
    "header.j2",
    "index_page.j2",
    "page.j2",
    "section.j2",
    "string_template.j2",
    "style.css",
    "table.j2",
    "tabs.j2",
)
"""Templates of ours and of Great Expectations that every page is made of. Compiled at once, when
this module is imported, they are ready in each process that is forked then."""


class _Compiled(BytecodeCache):
    """What templates were compiled to, for all pages of this process and of those it forks."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.bytecode_to_string()


COMPILED = _Compiled()


class OfflinePageView(DefaultJinjaPageView):
    """A gate's page."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings | {"custom_views_directory": TEMPLATES})
        _adapt(self.env)


class OfflineIndexView(DefaultJinjaIndexPageView):
    """The list of a run's gates."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings | {"custom_views_directory": TEMPLATES})
        _adapt(self.env)


def _adapt(environment: Any) -> None:
    # Great Expectations looks into the custom directory last, so a template of its own would win.
    environment.loader.loaders.reverse()
    environment.bytecode_cache = COMPILED


def _compile() -> None:
    environment = OfflinePageView().env
    for name in USED:
        environment.get_template(name)


_compile()
