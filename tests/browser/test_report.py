"""The report in a real browser: on a phone, on a desk, in the dark, on paper, without a network."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import v4

from pipelines.pages import page_of
from seqpt_lib.reports import Stored
from seqpt_lib.reports.html import Findings, html_parts, read_findings
from tests.support import rows, steps
from tests.support.databases import Server, pointed_at
from tests.support.generated import make_organization

playwright_api = pytest.importorskip("playwright.sync_api")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
PHONE, DESK, PAPER = 390, 1280, 688
"""Widths in CSS pixels; paper is A4 between its margins."""

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.enable_socket,  # the browser is another process, spoken to by pipes
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser: {CHROMIUM}"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

HOSTILE = "شركة المحركات " + "Donaudampfschifffahrt" * 5 + " <script>alert(1)</script><b>"
PEOPLE = {"one": 1, "few": 4, "roles": 56, "many": 10_000, "met": 60, "names": 30}
GERMAN = "demo in German"
ORGANIZATIONS = ["demo", GERMAN, *PEOPLE]
"""English and German in turn."""

MOST_COLOURS = ("demo", "many", "names")


def page(found: Findings) -> str:
    cells = []
    for part in html_parts(found):
        html, told = part._repr_html_()
        output = v4.new_output("execute_result", {"text/html": html}, metadata={"text/html": told})
        cells.append(v4.new_code_cell("", outputs=[output]))
    return page_of(v4.new_notebook(cells=cells))


def prepare(key: str) -> None:
    make_organization(key, PEOPLE[key])
    if key == "met":
        rows.run(
            "UPDATE user_se_competency_survey_results SET score = 6 WHERE organization_id = "
            "(SELECT id FROM organization WHERE organization_public_key = 'met')"
        )
    if key == "names":
        rows.run(
            "UPDATE organization SET organization_name = :name, "
            "selected_archetype = 'Common basic understanding' "
            "WHERE organization_public_key = 'names'",
            name=HOSTILE,
        )
    for notebook in ("03_compute_gaps", "04_generate_objectives", "05_write_plans"):
        steps.run_step(notebook, org=key)


@pytest.fixture(scope="module")
def pages(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Make the reports of several organizations, in both languages in turn."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEQPT_RUNS", str(folder / "runs"))
        with server.clone("planned") as address, pointed_at(address, patch):
            for number, key in enumerate(ORGANIZATIONS):
                if key in PEOPLE:
                    prepare(key)
                with steps.opened("report", org=key if key in PEOPLE else "demo") as step:
                    stored = Stored(step.connection, step.organization)
                    found = read_findings(step, stored, ("en", "de")[number % 2], 4.0)
                made[key] = folder / f"{number}.html"
                made[key].write_text(page(found), encoding="utf-8")
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@pytest.fixture
def opened(browser, pages, request):  # type: ignore[no-untyped-def]
    """Open a report offline at a width; anything on the console, and any request, is noted."""
    key, width, scheme, media = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
    )
    tab = context.new_page()
    tab.emulate_media(media=media, color_scheme=scheme)
    tab.said, tab.asked = [], []
    tab.on("console", lambda message: tab.said.append(message.text))
    tab.on("pageerror", lambda error: tab.said.append(str(error)))
    tab.on("request", lambda asked: tab.asked.append(asked.url))
    tab.goto(pages[key].as_uri())
    yield tab
    context.close()


def looks() -> list[object]:
    kinds = [
        ("phone", PHONE, "light", "screen"),
        ("desk", DESK, "light", "screen"),
        ("dark", DESK, "dark", "screen"),
        ("paper", PAPER, "light", "print"),
    ]
    return [
        pytest.param((key, width, scheme, media), id=f"{key} {name}")
        for key in ORGANIZATIONS
        for name, width, scheme, media in kinds
        if name != "dark" or key in MOST_COLOURS
    ]


OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('h1,h2,h3,p,td,th,dd,dt,.bars svg,summary')]
    .filter(e => !e.closest('.only-read') && e.checkVisibility())
    .filter(e => !getComputedStyle(e).position.includes('sticky'))
    .filter(e => !e.closest('.scrolling') && getComputedStyle(e).clipPath === 'none'
      && !e.closest('thead'))
    .map(e => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width > 1 && r.height > 1);
  const found = [];
  for (let i = 0; i < boxes.length; i++)
  for (let j = i + 1; j < Math.min(boxes.length, i + 40); j++) {
    const [a, r] = boxes[i], [b, s] = boxes[j];
    if (a.contains(b) || b.contains(a)) continue;
    const w = Math.min(r.right, s.right) - Math.max(r.left, s.left);
    const h = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
    if (w > 2 && h > 2) found.push([a.textContent.slice(0, 40), b.textContent.slice(0, 40)]);
  }
  return found;
}"""


@pytest.mark.parametrize("opened", looks(), indirect=True)
def test_it_fits_is_quiet_and_axe_finds_nothing_serious(opened) -> None:  # type: ignore[no-untyped-def]
    width = opened.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], "the page scrolls sideways"
    assert opened.evaluate(OVERLAPS) == []
    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith("file:")] == []
    options = {"resultTypes": ["violations"]}
    violations = axe_api.Axe().run(opened, options=options).response["violations"]
    serious = [
        (found["id"], found["nodes"][0]["html"])
        for found in violations
        if found["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize(
    "opened",
    [pytest.param((k, DESK, "light", "screen"), id=k) for k in ORGANIZATIONS],
    indirect=True,
)
def test_every_figure_has_its_data(opened) -> None:  # type: ignore[no-untyped-def]
    figures = opened.locator("svg[role=img]")
    for figure in figures.all():
        assert figure.locator("> title").text_content()
        assert ":" in figure.locator("> desc").text_content()
        assert figure.locator("rect").count() > 0
    assert figures.count() == 16
    assert opened.locator(".heat tbody tr").count() == 16
    assert opened.locator(".heat td:empty").count() == 0


@pytest.mark.parametrize(
    "opened", [pytest.param(("demo", DESK, "light", "screen"), id="demo")], indirect=True
)
def test_it_can_be_used_by_keyboard(opened) -> None:  # type: ignore[no-untyped-def]
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.getAttribute('href')") == "#overview"
    opened.locator("summary").first.focus()
    opened.keyboard.press("Enter")
    assert opened.locator("details[open]").count() == 1


@pytest.mark.parametrize(
    "opened", [pytest.param(("names", DESK, "light", "screen"), id="names")], indirect=True
)
def test_a_name_stays_a_name(opened) -> None:  # type: ignore[no-untyped-def]
    heading = opened.locator("h1")
    assert heading.text_content() == HOSTILE
    assert heading.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert opened.locator("script").count() == 0


@pytest.mark.parametrize(
    "opened", [pytest.param(("demo", DESK, "light", "print"), id="demo")], indirect=True
)
def test_it_prints_on_a4(opened) -> None:  # type: ignore[no-untyped-def]
    from io import BytesIO

    from pypdf import PdfReader

    printed = PdfReader(BytesIO(opened.pdf(prefer_css_page_size=True)))
    assert [round(side) for side in printed.pages[0].mediabox[2:]] == [595, 842]
    assert len(printed.pages) < 30
    titles = {title.strip() for title in opened.locator("h2, h3, caption").all_inner_texts()}
    for sheet in printed.pages:
        lines = unicodedata.normalize("NFKC", sheet.extract_text()).strip().splitlines()
        assert lines[-1].strip() not in titles, "a heading stands alone at the end of a page"


BROKEN = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text; (text = walker.nextNode());) {
    const holder = text.parentElement;
    if (!holder.closest('td, dd, th') || !holder.checkVisibility()) continue;
    for (const word of text.data.matchAll(/\\d[\\d.,]*(\\u00a0?%)?|hidden|verborgen|mindestens/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const tops = [...range.getClientRects()].map(r => r.top);
      if (Math.max(...tops) - Math.min(...tops) > 3) found.push(word[0]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize(
    "opened",
    [pytest.param((k, PAPER, "light", "print"), id=k) for k in ("demo", "roles", "many")],
    indirect=True,
)
def test_no_number_breaks_on_paper(opened) -> None:  # type: ignore[no-untyped-def]
    assert opened.evaluate(BROKEN) == []


@pytest.mark.parametrize(
    "opened", [pytest.param(("demo", DESK, "dark", "print"), id="demo")], indirect=True
)
def test_paper_is_light_whatever_the_screen_is(opened) -> None:  # type: ignore[no-untyped-def]
    heading = opened.locator("h1")
    assert heading.evaluate("e => getComputedStyle(e).color") == "rgb(27, 31, 36)"
    body = opened.locator("body")
    assert body.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
