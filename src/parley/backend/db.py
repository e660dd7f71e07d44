"""The database: SQLite in WAL mode behind SQLAlchemy's asyncio. One unit of work is one transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, DateTime, Dialect, Enum, TypeDecorator, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

BUSY_TIMEOUT_MS = 5000
"""How long a writer waits for another process, e.g. a backup, to let go of the file."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is dropped going in and put back coming out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


class Row(DeclarativeBase):
    """What all tables derive from."""

    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy's own declaration


def stored_enum(kind: type[StrEnum]) -> Enum:
    """A column type that keeps the value of a StrEnum as text."""
    return Enum(
        kind, native_enum=False, length=32, values_callable=lambda members: [m.value for m in members]
    )


class Database:
    """Opens units of work. Writers queue up here rather than at SQLite's lock, which does not queue."""

    def __init__(self, url: str) -> None:
        file = make_url(url).database
        if file:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        # SQL parameters hold names and words spoken: they must not reach a log by way of an exception.
        self._engine = create_async_engine(url, hide_parameters=True)
        event.listen(self._engine.sync_engine, "connect", _prepare_connection)
        event.listen(self._engine.sync_engine, "begin", _begin)
        writing_engine = self._engine.execution_options(parley_begin="BEGIN IMMEDIATE")
        self._readers = async_sessionmaker(self._engine, expire_on_commit=False)
        self._writers = async_sessionmaker(writing_engine, expire_on_commit=False)
        self._write_turn = asyncio.Lock()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A unit of work that sees one state of the database and changes nothing."""
        async with self._readers() as session, session.begin():
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A unit of work that is stored as a whole when the block ends, or not at all when it raises.

        Keep it short and call nothing outside of the database in it: all other writers wait.
        """
        async with self._write_turn, self._writers() as session, session.begin():
            yield session

    async def migrate(self) -> None:
        """Bring the schema up to the newest version."""
        async with self._engine.connect() as connection:
            await connection.run_sync(_upgrade)

    async def check(self) -> None:
        """Raise SQLAlchemyError if the database does not answer."""
        async with self.reading() as session:
            await session.execute(text("SELECT 1 FROM meetings LIMIT 1"))

    async def close(self) -> None:
        await self._engine.dispose()


def _prepare_connection(
    dbapi_connection: Any, _record: object
) -> None:  # Any: the driver's adapter is untyped
    # The driver would begin transactions late and by itself; _begin does it, at once and in the mode we name.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("parley_begin", "BEGIN"))


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
