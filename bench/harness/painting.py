"""Our page in Chromium, which tells when each caption was on its screen."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.harness.agents_place import READY_TIMEOUT_S
from parley.contracts.ids import MeetingId
from parley.rehearsal.deployment import Deployment
from parley.stack.stack import Stack

_WEB = Path(__file__).resolve().parents[2] / "web"


def require_chromium() -> None:
    """Says what is missing, and ends the bench."""
    if shutil.which(os.environ.get("CHROMIUM_PATH", "chromium")) is None:
        sys.exit("This bench needs Chromium: apt install chromium, or set CHROMIUM_PATH")


async def painted_while(
    stack: Stack, publish: Callable[[MeetingId], Awaitable[None]], *, reads: str = ""
) -> dict[str, float]:
    """Unix time in ms of the first frame with each text.

    Args:
        publish: Called once the page has joined; when it returns, the page leaves.
        reads: Name of the language that the page's person reads, as its menu has it; empty: what is spoken.
    """
    async with Deployment(stack.plan.backend_url) as deployment:
        created = await deployment.create_meeting("Bench", with_ai=False)
        meeting_id = created.meeting.meeting_id
        page = await asyncio.create_subprocess_exec(
            *("node", "scripts/painted.ts", f"{stack.web_url}/m/{meeting_id}", *([reads] if reads else [])),
            cwd=_WEB,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert page.stdin is not None
        assert page.stdout is not None
        try:
            ready = await asyncio.wait_for(page.stdout.readline(), READY_TIMEOUT_S)
            assert ready == b"ready\n", "the page joins"
            await publish(meeting_id)
            page.stdin.close()
            painted: dict[str, float] = json.loads(
                await asyncio.wait_for(page.stdout.readline(), READY_TIMEOUT_S)
            )
            return painted
        finally:
            page.stdin.close()  # a page that is killed would leave its browser behind
            await asyncio.wait_for(page.wait(), READY_TIMEOUT_S)
            await deployment.end_meeting(meeting_id, created.host_key)
