"""Rows in bulk: every text arrives as it was, and nothing is not the same as an empty text."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib import store
from seqpt_lib.store.copying import copy_frame, copy_rows, read_frame

TEXTS = [
    pytest.param('say "hello"', id="quotes"),
    pytest.param("two\nlines", id="a newline"),
    pytest.param("two\r\nlines", id="a newline of Windows"),
    pytest.param("old\rMac", id="a carriage return"),
    pytest.param("Übergröße, straße", id="umlauts and a comma"),
    pytest.param("\\.", id="the mark that ends a COPY"),
    pytest.param("\\N", id="the mark of nothing in another format"),
    pytest.param("NULL", id="the word NULL"),
    pytest.param("NA", id="the letters NA"),
    pytest.param(" ", id="a blank"),
    pytest.param("", id="an empty text"),
    pytest.param(None, id="nothing"),
    pytest.param("tab\tand %s :name", id="a tab and placeholders"),
    pytest.param("😀", id="a smiley"),
]

TABLE = "CREATE TEMP TABLE notes (number int, note text, mark text)"


def arrived(connection: object) -> list[tuple[object, ...]]:
    found = connection.exec_driver_sql("SELECT number, note, mark FROM notes ORDER BY 1")
    return [tuple(row) for row in found]


@pytest.mark.usefixtures("database")
class TestCopying:
    @pytest.mark.parametrize("note", TEXTS)
    def test_rows_arrive_as_they_were(self, note: str | None) -> None:
        given_rows = [(1, note, "a"), (2, "between", None), (3, note, "c")]

        with store.transaction() as connection:
            connection.exec_driver_sql(TABLE)
            copy_rows(connection, "notes", ["number", "note", "mark"], iter(given_rows))

            assert arrived(connection) == given_rows

    @pytest.mark.parametrize("note", TEXTS)
    def test_a_frame_arrives_as_it_was_but_for_empty_texts(self, note: str | None) -> None:
        frame = pd.DataFrame({"number": [1, 2], "note": [note, "b"], "mark": ["a", None]})

        with store.transaction() as connection:
            connection.exec_driver_sql(TABLE)
            copy_frame(connection, "notes", frame)

            assert arrived(connection) == [(1, note or None, "a"), (2, "b", None)]

    def test_no_rows_are_no_error(self) -> None:
        with store.transaction() as connection:
            connection.exec_driver_sql(TABLE)
            copy_rows(connection, "notes", ["number", "note"], iter([]))

            assert arrived(connection) == []

    def test_rows_are_made_while_they_are_sent(self) -> None:
        made = []

        def endless_looking() -> object:
            for number in range(20_000):
                made.append(number)
                yield number, "x" * 100, None

        with store.transaction() as connection:
            connection.exec_driver_sql(TABLE)
            copy_rows(connection, "notes", ["number", "note", "mark"], endless_looking())

            assert connection.exec_driver_sql("SELECT count(*) FROM notes").scalar() == len(made)

    def test_columns_may_be_given_in_any_order(self) -> None:
        with store.transaction() as connection:
            connection.exec_driver_sql(TABLE)
            copy_rows(connection, "notes", ["mark", "number"], [("m", 7)])

            assert arrived(connection) == [(7, None, "m")]

    @given(
        texts=st.lists(
            st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
            max_size=5,
        )
    )
    def test_any_text_arrives(self, texts: list[str | None]) -> None:
        given_rows = [(number, text, text) for number, text in enumerate(texts)]

        with store.transaction() as connection:
            connection.exec_driver_sql(TABLE + " ON COMMIT DROP")
            copy_rows(connection, "notes", ["number", "note", "mark"], given_rows)

            assert arrived(connection) == given_rows


@pytest.mark.usefixtures("database")
class TestReadingAFrame:
    def read(self, query: str, **options: object) -> pd.DataFrame:
        with store.connect() as connection:
            return read_frame(connection, query, **options)

    def test_parameters_are_bound_and_not_pasted(self) -> None:
        frame = self.read("SELECT %(name)s::text AS name", parameters={"name": "O'Neil; --"})

        assert frame["name"].tolist() == ["O'Neil; --"]

    def test_moments_are_moments(self) -> None:
        frame = self.read(
            "SELECT '2026-03-02 09:14:00.5'::timestamp AS a UNION ALL SELECT NULL", dates=["a"]
        )

        assert frame["a"][0] == pd.Timestamp("2026-03-02 09:14:00.5")
        assert pd.isna(frame["a"][1])

    def test_whole_numbers_with_gaps_stay_whole(self) -> None:
        frame = self.read("SELECT 4 AS a UNION ALL SELECT NULL", types={"a": "Int64"})

        assert str(frame["a"].dtype) == "Int64"
        assert frame["a"].isna().tolist() == [False, True]

    def test_no_rows_have_whole_numbers_for_ids(self) -> None:
        frame = self.read("SELECT 1 AS user_id, 'x' AS name WHERE false")

        assert (len(frame), str(frame["user_id"].dtype)) == (0, "int64")
