"""The project's reference files as rows of the database's tables."""

import pandas as pd

from seqpt_lib import reference
from seqpt_lib.model.levels import LEVEL_WORDS, TRAINED_LEVELS
from seqpt_lib.schema.contract import reference_contract

Tables = dict[str, tuple[pd.DataFrame, list[str]]]
"""By table: its rows and the columns that identify one."""


def mirror_tables() -> Tables:
    """Give the rows of the ``reference_*`` tables.

    Returns:
        Rows and key by table.
    """
    roles = reference.table("role_cluster")
    return {
        "reference_competency": (_named_competencies(), ["competency_id"]),
        "reference_role": (
            roles[["role_cluster_id", "role_name"]].assign(is_marker=roles["kind"].eq("marker")),
            ["role_cluster_id"],
        ),
        "reference_process": (
            reference.table("iso_process")[["iso_process_id", "process_name", "database_name"]],
            ["iso_process_id"],
        ),
        "reference_role_process": (
            _involvement("involvement"),
            ["role_cluster_id", "iso_process_id"],
        ),
        "reference_process_competency": (
            _relevance("relevance"),
            ["iso_process_id", "competency_id"],
        ),
        "reference_level_verb": (_verbs(), ["language", "verb"]),
        "reference_contract": (reference_contract(), ["table_name", "definition"]),
    }


def survey_tables() -> Tables:
    """Give the rows of Derik's master tables, parents first.

    Returns:
        Rows and the columns they are compared by, by table.
    """
    processes = reference.table("iso_process")
    process_texts = reference.described("processes", "iso_process_id")
    groups = processes[["life_cycle_group_id", "life_cycle_group"]].drop_duplicates()
    groups.columns = pd.Index(["id", "name"])
    iso_processes = pd.DataFrame(
        {
            "id": processes["iso_process_id"],
            "name": processes["database_name"],
            "description": [
                process_texts[i]["description"]["en"] for i in processes["iso_process_id"]
            ],
            "life_cycle_process_id": processes["life_cycle_group_id"],
        }
    )
    return {
        "competency": (_competencies(), ["id"]),
        "competency_indicators": (_indicators(), ["competency_id", "level"]),
        "iso_system_life_cycle_processes": (groups, ["id"]),
        "iso_processes": (iso_processes, ["id"]),
        "role_cluster": (_roles(), ["id"]),
        "process_competency_matrix": (
            _relevance("process_competency_value"),
            ["iso_process_id", "competency_id"],
        ),
    }


def own_tables() -> Tables:
    """Give the rows of our archetypes and learning formats, parents first.

    Returns:
        Rows and key by table.
    """
    return {
        "archetype": (_archetypes(), ["id"]),
        "archetype_alias": (_archetype_aliases(), ["folded_name"]),
        "learning_format": (_learning_formats(), ["id"]),
        "archetype_format": (
            reference.table("archetype_format").drop(columns="consistency"),
            ["archetype_id", "format_id"],
        ),
        "competency_format": (reference.table("competency_format"), ["competency_id", "format_id"]),
        "archetype_target": (
            reference.long_table(
                "archetype_target", ("archetype_id", "competency_id", "target_level")
            ),
            ["archetype_id", "competency_id"],
        ),
    }


def _named_competencies() -> pd.DataFrame:
    competencies, texts = reference.table("competency"), reference.competency_texts()
    german = [texts[i]["name"]["de"] for i in competencies["competency_id"]]
    return competencies.assign(german_name=german)


def _archetypes() -> pd.DataFrame:
    archetypes = reference.table("archetype").rename(columns={"archetype_id": "id"})
    return archetypes.assign(group_size_max=archetypes["group_size_max"].astype("Int64"))


def _archetype_aliases() -> pd.DataFrame:
    aliases = reference.archetype_aliases()
    return pd.DataFrame(aliases.items(), columns=["folded_name", "archetype_id"])


def _learning_formats() -> pd.DataFrame:
    formats = reference.table("learning_format")
    efforts = formats[["effort_create", "effort_update", "effort_per_training"]]
    return pd.DataFrame(
        {
            "id": formats["format_id"],
            "format_key": formats["format_key"],
            "format_name": formats["format_name"],
            "participants_min": formats["participants_min"],
            "participants_max": formats["participants_max"].astype("Int64"),
            "effort": efforts.sum(axis=1),
        }
    )


def _competencies() -> pd.DataFrame:
    competencies, texts = reference.table("competency"), reference.competency_texts()
    ids = competencies["competency_id"]
    return pd.DataFrame(
        {
            "id": ids,
            "competency_area": competencies["competency_area"],
            "competency_name": competencies["database_name"],
            "description": [texts[i]["description"]["en"] for i in ids],
            "why_it_matters": [texts[i]["why_it_matters"]["en"] for i in ids],
        }
    )


def _indicators() -> pd.DataFrame:
    german = reference.table("competency_level").set_index("level")["name_de"]
    return pd.DataFrame(
        {
            "competency_id": competency_id,
            "level": german[level],
            "indicator_en": content["indicators"][LEVEL_WORDS[level]]["en"],
            "indicator_de": content["indicators"][LEVEL_WORDS[level]]["de"],
        }
        for competency_id, content in reference.competency_texts().items()
        for level in TRAINED_LEVELS
    )


def _roles() -> pd.DataFrame:
    roles, texts = reference.table("role_cluster"), reference.described("roles", "role_cluster_id")
    return pd.DataFrame(
        {
            "id": roles["role_cluster_id"],
            "role_cluster_name": roles["role_name"],
            "role_cluster_description": [
                texts[i]["description"]["en"] for i in roles["role_cluster_id"]
            ],
        }
    )


def _verbs() -> pd.DataFrame:
    return pd.DataFrame(
        {"language": language, "verb": verb, "level": level}
        for level, by_language in reference.level_verbs().items()
        for language, verbs in by_language.items()
        for verb in verbs
    )


def _involvement(value: str) -> pd.DataFrame:
    return reference.long_table("role_process_matrix", ("role_cluster_id", "iso_process_id", value))


def _relevance(value: str) -> pd.DataFrame:
    return reference.long_table(
        "process_competency_matrix", ("iso_process_id", "competency_id", value)
    )
