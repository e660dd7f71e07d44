"""A task beside a block: whether it ends with the block or before it."""

import asyncio

import pytest

from parley.backend.background import running

pytestmark = pytest.mark.unit


async def crash() -> None:
    raise KeyError("Xanthippe said so")


async def wait_for_good() -> None:
    await asyncio.Event().wait()


async def test_a_task_that_dies_is_named_in_the_log_and_ends_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with running(crash(), name="reconciler"):
        for _ in range(3):
            await asyncio.sleep(0)
        logged = capsys.readouterr().out
        assert all(word in logged for word in ("background_task_died", "reconciler", "KeyError"))
        assert "Xanthippe" not in logged


async def test_a_task_ends_with_its_block_and_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    async with running(wait_for_good(), name="reconciler"):
        (task,) = (task for task in asyncio.all_tasks() if task.get_name() == "reconciler")
        await asyncio.sleep(0)
    assert task.cancelled()
    assert capsys.readouterr().out == ""
