"""The page that is made of an executed notebook: what its cells show, and nothing else."""

import nbformat
from nbformat import v4

from pipelines.pages import page_of


def page(*cells: nbformat.NotebookNode) -> str:
    return page_of(v4.new_notebook(cells=list(cells)))


def shows(kind: str, content: str, *tags: str, **told: str) -> nbformat.NotebookNode:
    output = v4.new_output("execute_result", {kind: content}, metadata={kind: told})
    cell = v4.new_code_cell("secret_code()", outputs=[output])
    cell.metadata["tags"] = list(tags)
    return cell


def test_the_page_has_what_cells_show_and_no_code() -> None:
    text = page(shows("text/html", "<section>one</section>"), shows("text/html", "<p>two</p>"))
    assert "<section>one</section>" in text
    assert text.index("one") < text.index("two")
    assert "secret_code" not in text


def test_title_and_language_are_those_that_an_output_gives() -> None:
    text = page(shows("text/html", "<h1>Acme</h1>", title="A & B <i>", language="de"))
    assert '<html lang="de">' in text
    assert "<title>A &amp; B &lt;i&gt;</title>" in text


def test_a_page_that_is_given_no_language_is_english() -> None:
    assert '<html lang="en">' in page()


def test_a_tag_leaves_a_cell_out_and_takes_a_text_over() -> None:
    text = v4.new_markdown_cell("## Our *view*")
    text.metadata["tags"] = ["report"]
    made = page(
        shows("text/html", "<p>kept</p>"),
        shows("text/html", "<p>left</p>", "not-in-report"),
        text,
        v4.new_markdown_cell("for editors"),
    )
    assert "kept" in made
    assert "left" not in made
    assert "<em>view</em>" in made
    assert "for editors" not in made


def test_plain_results_are_escaped_and_what_was_printed_stays_out() -> None:
    printed = v4.new_code_cell("", outputs=[v4.new_output("stream", text="printed")])
    text = page(shows("text/plain", "<b>1</b>"), printed)
    assert "&lt;b&gt;1&lt;/b&gt;" in text
    assert "printed" not in text


def test_a_figure_stands_in_the_page_itself() -> None:
    assert 'src="data:image/png;base64,iVBORw0=="' in page(shows("image/png", "iVBO\nRw0==\n"))


def test_no_script_and_no_other_file_may_be_loaded() -> None:
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"" in page()


def test_the_same_notebook_makes_the_same_page() -> None:
    cell = shows("text/html", "<p>one</p>")
    assert page(cell) == page(cell)
