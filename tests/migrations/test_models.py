"""The migrations, the models and the catalog say the same."""

import re
from pathlib import Path

import pytest
from pytest_alembic.tests import (
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)

from seqpt_lib import schema
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store import engine, models
from tests.support.catalog import ALEMBICS_OWN, Catalog, catalog, without
from tests.support.databases import Server, pointed_at

__all__ = [
    "test_model_definitions_match_ddl",
    "test_single_head_revision",
    "test_up_down_consistency",
    "test_upgrade",
]

VIEWS = {"found_contract", "contract_difference"}

FILES = sorted((PROJECT_ROOT / "migrations" / "versions").glob("*.py"))


def test_migration_files_are_numbered_without_a_hole_and_named_after_what_they_do() -> None:
    assert [file.name[:5] for file in FILES] == [f"{n:04}_" for n in range(1, len(FILES) + 1)]
    assert [file.stem for file in FILES if not re.fullmatch(r"\d{4}(_[a-z]+){2,}", file.stem)] == []


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_revision_is_the_number_of_its_file(file: Path) -> None:
    assert f'revision = "{file.name[:4]}"' in file.read_text()


@pytest.fixture
def made_from_models(server: Server, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    with server.clone("template0") as address, pointed_at(address, monkeypatch):
        with engine.schema_engine().begin() as connection:
            connection.exec_driver_sql("CREATE SCHEMA seqpt")
            models.metadata.create_all(connection)
        return catalog()


@pytest.fixture
def made_from_migrations(server: Server, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    with server.clone("template0") as address, pointed_at(address, monkeypatch):
        schema.migrate()
        return without(catalog(), ALEMBICS_OWN | VIEWS)


@pytest.mark.parametrize("kind", ["schemas", "relations", "columns", "constraints", "indexes"])
def test_the_models_make_the_same_catalog(
    kind: str, made_from_models: Catalog, made_from_migrations: Catalog
) -> None:
    assert made_from_migrations[kind] == made_from_models[kind] != set()


@pytest.mark.usefixtures("database")
def test_every_model_names_a_table_that_the_migrations_made() -> None:
    named = {(table.schema or "public", table.name) for table in models.metadata.tables.values()}
    made = {item[:2] for item in catalog()["relations"] if item[2] == "r"}
    assert named - made == set()


def test_a_table_is_described_once() -> None:
    described = [mapper.local_table for mapper in models.Base.registry.mappers]
    assert sorted(described, key=str) == sorted(models.metadata.tables.values(), key=str)


@pytest.mark.parametrize(
    ("sign", "places"),
    [
        pytest.param(r"\(DeclarativeBase\)|declarative_base\(", ["base.py"], id="one base"),
        pytest.param(r"\bMetaData\(", ["base.py"], id="one set of tables"),
        pytest.param(r"__tablename__|\b(Table|registry)\(", None, id="tables in models only"),
    ],
)
def test_tables_are_described_in_one_place(sign: str, places: list[str] | None) -> None:
    described = PROJECT_ROOT / "seqpt_lib" / "store" / "models"
    files = [
        file
        for folder in ("seqpt_lib", "pipelines", "migrations", "benchmarks", "scripts")
        for file in (PROJECT_ROOT / folder).rglob("*.py")
        if re.search(sign, file.read_text("utf-8"))
    ]
    assert {file.parent for file in files} == {described}
    assert places is None or [file.name for file in files] == places
