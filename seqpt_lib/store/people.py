"""Who of an organization is named in what the organization says about itself."""

from sqlalchemy import Connection, text

SHORTEST_WORD = 2
"""Letters of a word by which a person can be meant; initials would mean half of a company."""

_FOLDED = (
    "replace(replace(replace(replace(lower({}), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss')"
)


def read_people_named(connection: Connection, organization_id: int) -> list[str]:
    """Read the names of people of whom a word stands in the organization's own texts.

    It is for taking them out again: the names are shown and kept nowhere. A word may end in "s":
    a genitive names a person too.

    Args:
        connection: A connection.
        organization_id: The organization.

    Returns:
        Names and user names, sorted, each once.
    """
    words_said, words_of_name = (
        rf"regexp_split_to_table({_FOLDED.format(column)}, '[\W_]+')" for column in ("said", "name")
    )
    query = text(
        "WITH own AS (SELECT content AS said FROM knowledge_chunk "
        "WHERE organization_id = :organization "
        "UNION ALL SELECT concat_ws(' ', industry, entries::text) FROM company_context "
        "WHERE organization_id = :organization), "
        "spoken AS MATERIALIZED (SELECT DISTINCT unnest(ARRAY[word, rtrim(word, 's')]) AS word "
        f"FROM own, {words_said} AS word WHERE length(word) >= :shortest), "
        "named AS (SELECT name FROM app_user WHERE organization_id = :organization "
        "UNION SELECT username FROM app_user WHERE organization_id = :organization) "
        f"SELECT DISTINCT name FROM named, {words_of_name} AS word "
        "JOIN spoken USING (word) ORDER BY name"
    )
    given = {"organization": organization_id, "shortest": SHORTEST_WORD}
    return list(connection.scalars(query, given))
