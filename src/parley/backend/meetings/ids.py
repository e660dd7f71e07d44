"""Ids of meetings: whoever knows one may come in, so nobody can guess one."""

import secrets

from parley.contracts.ids import MeetingId

MEETING_ID_BYTES = 16  # 128 bits, 22 URL-safe characters


def new_meeting_id() -> MeetingId:
    return MeetingId(secrets.token_urlsafe(MEETING_ID_BYTES))
