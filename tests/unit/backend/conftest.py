import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.backend.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rate limiter's clock stands still: its windows begin with the minutes of the wall clock."""
    half_past = time.time() // 60 * 60 + 30
    monkeypatch.setattr(time, "time", lambda: half_past)
