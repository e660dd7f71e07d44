"""Mints the tokens that let people into a room: minutes of life, one room, what the policy grants."""

from collections.abc import Mapping
from datetime import timedelta

from livekit import api

from parley.backend.access.policy import JoinGrant, check_grant, join_grant
from parley.contracts.access import Role
from parley.contracts.checks import CheckPart
from parley.contracts.ids import CheckId, MeetingId
from parley.contracts.room import ATTRIBUTE_ROLE


class TokenMint:
    def __init__(self, api_key: str, api_secret: str, ttl_s: int) -> None:
        self._api_key = api_key
        self._api_secret = api_secret
        self.ttl_s = ttl_s

    def join_token(
        self,
        meeting_id: MeetingId,
        identity: str,
        name: str,
        role: Role,
        about_them: Mapping[str, str] | None = None,
    ) -> str:
        """A LiveKit access token for connecting within `ttl_s` seconds from now.

        `about_them` are attributes beside the role; those with an empty text are left out.
        """
        known = {name: text for name, text in (about_them or {}).items() if text}
        attributes = {ATTRIBUTE_ROLE: role.value} | known
        token = self._token(meeting_id, identity, join_grant(role), self.ttl_s)
        return token.with_name(name).with_attributes(attributes).to_jwt()

    def check_token(self, check_id: CheckId, part: CheckPart, ttl_s: int) -> str:
        """A LiveKit access token for one part in the room of one check."""
        return self._token(check_id, part.value, check_grant(part), ttl_s).to_jwt()

    def _token(
        self, room: MeetingId | CheckId, identity: str, grant: JoinGrant, ttl_s: int
    ) -> api.AccessToken:
        video = api.VideoGrants(
            room_join=True,
            room=room,
            can_subscribe=grant.may_subscribe,
            can_publish=grant.may_publish,
            can_publish_sources=sorted(source.value for source in grant.sources),
            # Nothing of a person's travels as data, and whoever may send data may try to forge captions.
            can_publish_data=False,
            can_update_own_metadata=False,
        )
        return (
            api.AccessToken(self._api_key, self._api_secret)
            .with_identity(identity)
            .with_grants(video)
            .with_ttl(timedelta(seconds=ttl_s))
        )
