"""The migrations make the tables that the models describe."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text

from parley import backend
from parley.backend.agents.repository import find_lease
from parley.backend.captions.repository import segments_of
from parley.backend.db import Database, Row
from parley.backend.meetings.repository import find_meeting
from parley.contracts.captions import ProfanityPolicy
from parley.contracts.meetings import SpeechEngineWish

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


async def test_what_an_older_version_stored_is_there_after_the_upgrade(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/parley.db")
    with engine.begin() as connection:
        _migrate(connection, "0001")
        connection.execute(text("PRAGMA foreign_keys = ON"))
        for statement in OLD_ROWS:
            connection.execute(text(statement))
    engine.dispose()
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/parley.db")
    await database.migrate()
    async with database.reading() as session:
        meeting, lease = await find_meeting(session, "m" * 22), await find_lease(session, "lease")
        segments = await segments_of(session, "m" * 22)
    await database.close()
    assert meeting is not None
    assert lease is not None
    assert (meeting.title, meeting.language) == ("Planning", None)
    assert (meeting.profanity, meeting.speech_engine) == (ProfanityPolicy.KEEP, SpeechEngineWish.AUTO)
    assert (lease.engines, lease.speech_engine, lease.is_fallback) == ([], None, False)
    assert [segment.text for segment in segments] == ["Good day."]


def test_an_upgrade_can_be_taken_back(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/parley.db")
    with engine.begin() as connection:
        _migrate(connection, "0001")
        before = _columns(connection)
        _migrate(connection, "head")
        command.downgrade(_config(connection), "0001")
        assert _columns(connection) == before
    engine.dispose()


OLD_ROWS = (
    "INSERT INTO meetings (meeting_id, code, host_key_digest, title, state, captions_on, notes_on,"
    " changed_by, created_at) VALUES ('mmmmmmmmmmmmmmmmmmmmmm', 'abcdefghjk', '', 'Planning', 'running', 1,"
    " 1, '', '2026-01-01 10:00:00')",
    "INSERT INTO participants (identity, meeting_id, name, role, resume_digest, joined_at, is_present) VALUES"
    " ('p-1', 'mmmmmmmmmmmmmmmmmmmmmm', 'Maria', 'host', 'd', '2026-01-01 10:00:00', 1)",
    "INSERT INTO agent_leases (lease_id, meeting_id, agent_identity, opened_at, billed_speech_ms, utterances,"
    " engines) VALUES ('lease', 'mmmmmmmmmmmmmmmmmmmmmm', 'agent-1', '2026-01-01 10:00:00', 5, 1, '[]')",
    "INSERT INTO segments (segment_id, meeting_id, lease_id, speaker, speaker_name, language, start_ms,"
    " end_ms, text, stored_at) VALUES ('seg-1', 'mmmmmmmmmmmmmmmmmmmmmm', 'lease', 'p-1', 'Maria', 'en', 0,"
    " 1, 'Good day.', '2026-01-01 10:00:00')",
)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(backend.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _migrate(connection: Connection, revision: str) -> None:
    command.upgrade(_config(connection), revision)


def _columns(connection: Connection) -> dict[str, set[str]]:
    found = inspect(connection)
    names = [name for name in found.get_table_names() if name != "alembic_version"]
    return {name: {column["name"] for column in found.get_columns(name)} for name in names}


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Row.metadata))
