"""Reads LiveKit's webhooks and believes only those that LiveKit signed, whole and lately."""

from dataclasses import dataclass
from datetime import timedelta

from livekit import api

from parley.backend.clock import Clock
from parley.backend.errors import NotProven
from parley.contracts.problems import ProblemCode

MAX_AGE_S = 300
"""An event older than this is refused; its id need not be remembered for longer."""

CLOCK_LEEWAY_S = 10


class WebhookInvalid(NotProven):
    def __init__(self) -> None:
        super().__init__(
            ProblemCode.WEBHOOK_INVALID,
            "Sign webhooks with the API key that the backend has, and send them once.",
        )


@dataclass(frozen=True)
class SfuEvent:
    """What LiveKit tells of a room; `identity` is empty in events that concern nobody."""

    event_id: str
    kind: str
    meeting_id: str
    identity: str


class WebhookReader:
    def __init__(self, api_key: str, api_secret: str, clock: Clock) -> None:
        verifier = api.TokenVerifier(api_key, api_secret, leeway=timedelta(seconds=CLOCK_LEEWAY_S))
        self._receiver = api.WebhookReceiver(verifier)
        self._clock = clock

    def read(self, body: bytes, authorization: str | None) -> SfuEvent:
        """Parse a webhook. Raises WebhookInvalid unless signature, body hash and age are right."""
        token = (authorization or "").removeprefix("Bearer ")
        try:
            event = self._receiver.receive(body.decode(), token)
        except Exception as error:  # the receiver raises bare Exception for a wrong hash
            raise WebhookInvalid from error
        age_s = self._clock.now().timestamp() - event.created_at
        if not event.id or abs(age_s) > MAX_AGE_S:
            raise WebhookInvalid
        return SfuEvent(event.id, event.event, event.room.name, event.participant.identity)
