"""The migrations make the tables that the models describe."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect

from parley.backend.db import Database, Row

pytestmark = pytest.mark.unit


async def test_a_fresh_database_is_what_the_models_say(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/parley.db")
    await database.migrate()
    await database.close()
    engine = create_engine(f"sqlite:///{tmp_path}/parley.db")
    with engine.connect() as connection:
        assert _differences(connection) == []
        assert {*Row.metadata.tables} <= {*inspect(connection).get_table_names()}
    engine.dispose()


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Row.metadata))
