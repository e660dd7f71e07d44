"""Who may do what. Pure rules: no I/O, no clock, nothing of the SFU.

Every grant of a token and every check of a command is looked up here, so that one file tells the whole
story.
"""

from dataclasses import dataclass
from enum import StrEnum

from parley.contracts.access import Role, TrackSource
from parley.contracts.checks import CheckPart


class Action(StrEnum):
    """What somebody may ask of a meeting once they have proved who they are."""

    UPDATE_SELF = "update_self"
    READ_TRANSCRIPT = "read_transcript"
    READ_NOTES = "read_notes"
    READ_USAGE = "read_usage"
    READ_TELEMETRY = "read_telemetry"
    READ_OWN_QUALITY = "read_own_quality"
    ASK_FOR_NOTES = "ask_for_notes"
    UPDATE_MEETING = "update_meeting"
    END_MEETING = "end_meeting"
    REMOVE_PARTICIPANT = "remove_participant"


@dataclass(frozen=True)
class JoinGrant:
    """What a token lets its bearer do in one room. What is not named here, nobody gets.

    Attributes:
        sources: The kinds of track that may be published; empty: nothing at all.
    """

    sources: frozenset[TrackSource]
    may_subscribe: bool = True

    @property
    def may_publish(self) -> bool:
        return bool(self.sources)


_SPEAKER_SOURCES = frozenset(
    {TrackSource.CAMERA, TrackSource.MICROPHONE, TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO}
)
_JOIN_GRANTS = {
    Role.HOST: JoinGrant(_SPEAKER_SOURCES),
    Role.PARTICIPANT: JoinGrant(_SPEAKER_SOURCES),
    Role.VIEWER: JoinGrant(frozenset()),
}

# Only the check's own room is reached with these, and only the listener hears what its speaker says there.
_CHECK_GRANTS = {
    CheckPart.DIRECT: JoinGrant(frozenset(), may_subscribe=False),
    CheckPart.RELAY_UDP: JoinGrant(frozenset(), may_subscribe=False),
    CheckPart.RELAY_TLS: JoinGrant(frozenset(), may_subscribe=False),
    CheckPart.SPEAKER: JoinGrant(frozenset({TrackSource.MICROPHONE}), may_subscribe=False),
    CheckPart.LISTENER: JoinGrant(frozenset()),
}

_OF_EVERYBODY = frozenset(
    {Action.UPDATE_SELF, Action.READ_TRANSCRIPT, Action.READ_NOTES, Action.READ_OWN_QUALITY}
)
_ACTIONS = {
    Role.HOST: frozenset(Action),
    Role.PARTICIPANT: _OF_EVERYBODY,
    Role.VIEWER: _OF_EVERYBODY,
}


def join_grant(role: Role) -> JoinGrant:
    return _JOIN_GRANTS[role]


def check_grant(part: CheckPart) -> JoinGrant:
    return _CHECK_GRANTS[part]


def may(role: Role, action: Action) -> bool:
    return action in _ACTIONS[role]


def joined_role(asked: Role, has_host_key: bool) -> Role | None:
    """The role a person comes in with: the host key makes a host, and nothing else does.

    None: the role asked for needs the key.
    """
    if has_host_key:
        return Role.HOST
    return None if asked is Role.HOST else asked
