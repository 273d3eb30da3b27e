"""Takes figures and report of the last run of the demo organization into ``docs/images``.

How the whole report looks on a phone, on a desk, in the dark and on paper goes to the run folder.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any, Literal

import nbformat
from playwright.sync_api import Browser, sync_playwright

from seqpt_lib.errors import SeqptError, UsageError
from seqpt_lib.settings import PROJECT_ROOT, settings

ORGANIZATION = "demo"
NOTEBOOK = "03_compute_gaps.ipynb"
IMAGES = PROJECT_ROOT / "docs" / "images"
FIGURES = {"levels.png": "levels_figure", "needs.png": "needs_figure"}
"""By picture: the function whose cell shows it."""

REPORT = "report.html"
FIGURE_WIDTH = 1000
WIDTH, HEIGHT = 1160, 1320
"""How much of the report its picture shows, in CSS pixels."""

LOOKS: dict[str, tuple[int, Literal["light", "dark"], Literal["screen", "print"]]] = {
    "phone": (390, "light", "screen"),
    "desk": (1280, "light", "screen"),
    "dark": (1280, "dark", "screen"),
    "paper": (688, "light", "print"),
}
"""By picture: width in CSS pixels (A4 between its margins), scheme and medium."""

LOOKS_FOLDER = "pictures"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def last_run() -> Path:
    """Find the folder of the newest run that was done.

    Returns:
        The run folder; a run id sorts by time.

    Raises:
        UsageError: If there is none.
    """
    folder = settings().runs / ORGANIZATION
    done = [file.parent for file in sorted(folder.glob("*/run.json")) if _is_done(file)]
    if not done:
        raise UsageError(
            f"there is no finished run of {ORGANIZATION} in {folder}",
            f"Make one: make run ORG={ORGANIZATION}",
        )
    return done[-1]


def figure(notebook: Any, function: str) -> str:
    """Take a figure out of an executed notebook.

    Args:
        notebook: The notebook.
        function: Name of the function that draws it.

    Returns:
        The figure as HTML.

    Raises:
        UsageError: If no cell shows it.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code" and f"{function}(" in cell.source:
            for output in cell.outputs:
                if "text/html" in output.get("data", {}):
                    return str(output["data"]["text/html"])
    raise UsageError(f"{NOTEBOOK} of the last run shows no {function}", "Run it once more.")


def photograph(
    page: Path, figures: dict[str, str]
) -> tuple[dict[str, bytes], bytes, dict[str, bytes]]:
    """Take pictures of a page and of figures, as a browser shows them.

    Args:
        page: The page.
        figures: HTML by picture.

    Returns:
        The figures, the top of the page, and by look the whole of it, as PNG.

    Raises:
        UsageError: If there is no browser.
    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise UsageError("there is no Chromium to take the picture with", "Install chromium.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = opened.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        tab.goto(page.as_uri())
        top, whole = tab.screenshot(), {}
        for name, (width, scheme, media) in LOOKS.items():
            tab.set_viewport_size({"width": width, "height": HEIGHT})
            tab.emulate_media(media=media, color_scheme=scheme)
            whole[name] = tab.screenshot(full_page=True)
        pictures = {name: _drawn(opened, html) for name, html in figures.items()}
        opened.close()
    return pictures, top, whole


def _drawn(browser: Browser, html: str) -> bytes:
    tab = browser.new_page(viewport={"width": FIGURE_WIDTH, "height": HEIGHT})
    style = "padding:16px;font:14px sans-serif"
    tab.set_content(f'<!doctype html><body style="margin:0"><main style="{style}">{html}</main>')
    return tab.locator("main").screenshot()


def main() -> None:
    """Write the pictures and say where they come from."""
    run = last_run()
    notebook = nbformat.read(run / NOTEBOOK, as_version=4)
    figures = {name: figure(notebook, function) for name, function in FIGURES.items()}
    pictures, top, whole = photograph((run / REPORT).resolve(), figures)
    pictures["report.png"] = top
    looks = {f"report-{name}.png": content for name, content in whole.items()}
    for folder, contents in ((IMAGES, pictures), (run / LOOKS_FOLDER, looks)):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        sys.stdout.write(f"{', '.join(contents)} in {folder}, from run {run.name}\n")


def _is_done(file: Path) -> bool:
    run = json.loads(file.read_text(encoding="utf-8"))
    has_all = all((file.parent / name).exists() for name in (NOTEBOOK, REPORT))
    return run["exit_code"] == 0 and not run["is_dry_run"] and has_all


if __name__ == "__main__":
    try:
        main()
    except SeqptError as error:
        sys.stderr.write(f"seqpt: {error}\n")
        sys.exit(error.exit_code)
