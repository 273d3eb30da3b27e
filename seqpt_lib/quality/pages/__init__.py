"""Data Docs that open without a network: Great Expectations' own pages fetch scripts and styles.

Great Expectations imports this module by its name, so only where Data Docs are built.
"""

from pathlib import Path
from typing import Any

from great_expectations.render.view.view import DefaultJinjaIndexPageView, DefaultJinjaPageView

TEMPLATES = str(Path(__file__).parent)


class OfflinePageView(DefaultJinjaPageView):
    """A gate's page."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings | {"custom_views_directory": TEMPLATES})
        _prefer_own_templates(self.env)


class OfflineIndexView(DefaultJinjaIndexPageView):
    """The list of a run's gates."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings | {"custom_views_directory": TEMPLATES})
        _prefer_own_templates(self.env)


def _prefer_own_templates(environment: Any) -> None:
    # Great Expectations looks into the custom directory last, so a template of its own would win.
    environment.loader.loaders.reverse()
