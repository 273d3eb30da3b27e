"""What goes over the wire: nothing about a person, a score, a count or an organization's name."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from seqpt_lib import intake
from tests.support import rows
from tests.support.context_folders import word
from tests.support.objectives import asked, generate, materials
from tests.support.openai_server import EMBEDDING_MODEL, KEY, ModelServer, Recorded, asked_server
from tests.support.wording import worded

TASKS = "Leads the Zanzibar cockpit and mentors juniors"
ORGANIZATION, PUBLIC_KEY = "Zeppelin Werke Nordhausen", "zwn-4711"
PEOPLE = {
    1: ("Wilhelmine Oberhuber", "woberhuber"),
    2: ("Jean-Luc Picardo", "picardo.jl"),
    3: ("Élodie Müßiggang", "emuessig77"),
    4: ("Ulf von Strassenfeld", "usf"),
}
SECRETS = (
    "wilhelmine", "oberhuber", "jean-luc", "picardo", "élodie", "müßiggang", "emuessig",
    "strassenfeld", "usf@", "@zeppelin", "zanzibar",
)  # fmt: skip
"""Of each way in which somebody is named, the part that tells who it is, in lower case."""

WAYS = {
    "full name": "Requirements in the set are agreed by Wilhelmine Oberhuber at each stage.",
    "last name first": "A requirement of the set is owned by Oberhuber, Wilhelmine.",
    "last name first without comma": "The requirement review is held by Oberhuber Wilhelmine.",
    "user name": "Ask woberhuber or picardo.jl for access to the set of requirements.",
    "first name alone": "Wilhelmine reads each requirement before the review.",
    "last name alone": "Mrs Oberhuber reads each requirement before the review.",
    "possessive": "The requirement is in Oberhuber's list, and in Wilhelmine's.",
    "genitive": "Die Anforderung steht auf Oberhubers Liste und auf Wilhelmines.",
    "last name in capitals": "The requirement is agreed by Mrs OBERHUBER in the review.",
    "underscores": "The requirement is in the list Wilhelmine_Oberhuber_2024.",
    "e-mail address": "Send a requirement to w.oberhuber@zeppelin-werke.de or usf@zeppelin.de.",
    "capitals": "The requirement is agreed by WILHELMINE OBERHUBER.",
    "small letters": "The requirement is agreed by wilhelmine oberhuber.",
    "over a line break": "The requirement is agreed by Wilhelmine\nOberhuber in the review.",
    "hyphen": "The requirement is agreed by Jean-Luc Picardo, or by Jean-Luc alone.",
    "accents": "The requirement is agreed by Élodie Müßiggang, or by Élodie alone.",
    "a particle": "The requirement is agreed by von Strassenfeld, Ulf.",
}
FREE_OF = ("user_id", "username", "people_count", "person_count", "current_level")


@pytest.fixture
def named_people(planned_database: str) -> None:
    for person, (name, user) in PEOPLE.items():
        rows.run(
            "UPDATE app_user SET name = :name, username = :user, "
            "tasks_responsibilities = to_json(CAST(:tasks AS text)) WHERE id = :person",
            name=name, user=user, tasks=TASKS, person=person,
        )  # fmt: skip
    rows.run(
        "UPDATE organization SET organization_name = :name, organization_public_key = :key",
        name=ORGANIZATION,
        key=PUBLIC_KEY,
    )


@pytest.fixture
def both_models() -> Iterator[ModelServer]:
    with asked_server(SEQPT_EMBEDDING_MODEL=f"openai:{EMBEDDING_MODEL}") as running:
        running.answer = worded
        yield running


def give(place: Path, text: str, name: str = "handbook.md") -> None:
    """Give a context in which people stand in a document, its name, and every part of the YAML."""
    folder = place / "named"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / name).write_text(f"# Requirements\n\n{text}\n", encoding="utf-8")
    (folder / "notes.docx").write_bytes(word(text.replace("\n", " ")))
    (folder / "context.yaml").write_text(
        "industry: Drives, founded by Wilhelmine Oberhuber\n"
        "processes: [Requirement review of Oberhuber]\n"
        "methods: [{name: Picardo method, for: [14]}]\n"
        "tools: [{name: ReqHub of woberhuber, for: [14]}]\n",
        encoding="utf-8",
    )
    intake.give_context(folder, PUBLIC_KEY)


def wire(request: Recorded) -> str:
    """All of a request: path, headers, and the body as it came and as it reads."""
    headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
    read = json.dumps(request.json, ensure_ascii=False)
    return f"{request.path}\n{headers}\n{request.body.decode()}\n{read}".replace("\\n", " ")


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_no_person_is_named_however_a_document_names_them(
    text: str, named_people: None, tmp_path: Path, both_models: ModelServer
) -> None:
    give(tmp_path, text, "Wilhelmine Oberhuber woberhuber.md")

    generate(org=PUBLIC_KEY)

    assert 14 in asked(both_models)
    company = [
        passage["text"]
        for material in materials(both_models)
        for passage in material["passages"]
        if passage["source"] == "a document of the company"
    ]
    assert company  # the document itself was sent
    sent = [wire(request).casefold() for request in both_models.requests]
    found = {secret for secret in SECRETS for each in sent if secret.casefold() in each}
    assert found == set()


class TestWhatIsSent:
    @pytest.fixture
    def requests(
        self, named_people: None, tmp_path: Path, both_models: ModelServer
    ) -> list[Recorded]:
        give(tmp_path, " ".join(WAYS.values()))
        generate(org=PUBLIC_KEY)
        return both_models.requests

    def test_there_are_no_names_of_columns_about_people(self, requests: list[Recorded]) -> None:
        sent = "".join(wire(request).casefold() for request in requests)

        assert [name for name in FREE_OF if name in sent] == []
        assert [k for k in (ORGANIZATION, PUBLIC_KEY) if k.casefold() in sent] == []
        users = rows.query("SELECT username FROM app_user")
        assert [u for (u,) in users if re.search(rf"(?<!\w){re.escape(u)}(?!\w)", sent)] == []

    def test_the_material_has_these_parts_and_no_other(
        self,
        both_models: ModelServer,
        requests: list[Recorded],
    ) -> None:
        for material in materials(both_models):
            assert set(material) == {"competency", "levels", "company", "passages"}
            assert set(material["competency"]) == {"competency_id", "name", "description"}
            assert set(material["company"]) == {"industry", "process", "method", "tool"}
            assert {key for passage in material["passages"] for key in passage} == {
                "source",
                "text",
            }
            assert {key for level in material["levels"] for key in level} <= {
                "level",
                "indicator",
                "verbs",
                "template",
                "findings",
            }

    def test_a_company_passage_does_not_say_in_which_file_it_stands(
        self, both_models: ModelServer, requests: list[Recorded]
    ) -> None:
        told = {p["source"] for material in materials(both_models) for p in material["passages"]}

        assert [source for source in told if "." in source] == []

    def test_the_key_is_in_one_header_only(self, requests: list[Recorded]) -> None:
        for request in requests:
            holding = {name.lower() for name, value in request.headers.items() if KEY in value}
            assert holding == {"authorization"}
            assert KEY not in request.path + request.body.decode()

    def test_the_database_is_not_named(
        self, requests: list[Recorded], planned_database: str
    ) -> None:
        assert not any("postgresql" in wire(request) for request in requests)

    def test_the_answers_to_it_depend_on_no_person_score_or_count(
        self, both_models: ModelServer, requests: list[Recorded]
    ) -> None:
        count = len([r for r in requests if r.path.endswith("/chat/completions")])
        rows.run("UPDATE seqpt.need SET people_count = people_count + 7")
        rows.run("UPDATE user_se_competency_survey_results SET score = 6 WHERE score = 4")
        rows.run("UPDATE app_user SET tasks_responsibilities = NULL")

        generate(org=PUBLIC_KEY)

        chats = [r for r in both_models.requests if r.path.endswith("/chat/completions")]
        assert len(chats) == count  # each question is word for word one that was answered
