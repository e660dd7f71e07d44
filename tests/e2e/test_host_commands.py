"""What the host turns off and on again is off and on again for everybody, with real speech."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.e2e.meeting_on_stack import continuous_speech, finals, meeting_on, running_stack, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

SETTLED_S = 1.5  # a caption that was under way when the host turned captions off
SILENT_S = 5.0


async def test_captions_stop_and_come_back_at_the_hosts_word(tmp_path: Path) -> None:
    async with running_stack(tmp_path) as stack, meeting_on(stack, continuous_speech()) as meeting:
        listener = meeting.listener
        headers = {"authorization": f"Bearer {meeting.host_key}"}
        address = f"/api/meetings/{meeting.meeting_id}"
        async with httpx.AsyncClient(base_url=stack.plan.backend_url, headers=headers) as host:
            await until(lambda: bool(finals(listener)), 30, "a first final")
            assert (await host.patch(address, json={"captions_on": False})).status_code == 200
            await asyncio.sleep(SETTLED_S)
            shown = len(listener.captions.segments)
            await asyncio.sleep(SILENT_S)
            assert len(listener.captions.segments) == shown
            assert (await host.patch(address, json={"captions_on": True})).status_code == 200
            await until(lambda: len(listener.captions.segments) > shown, 15, "captions again")
