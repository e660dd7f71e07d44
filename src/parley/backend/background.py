"""Runs one task beside a block of code and ends it with the block."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

import structlog

_log = structlog.get_logger()


@asynccontextmanager
async def running(work: Coroutine[object, object, None], name: str) -> AsyncIterator[None]:
    """Work that ends before the block does is not seen to by anybody any more: the log says so at once."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_tell_of_early_end)
    try:
        yield
    finally:
        task.remove_done_callback(_tell_of_early_end)
        task.cancel()
        await asyncio.wait([task])


def _tell_of_early_end(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    exc_type = type(error).__name__ if error else None
    _log.critical("background_task_died", task=task.get_name(), exc_type=exc_type)
