"""Errors as every HTTP answer carries them (application/problem+json) and their stable codes."""

from enum import StrEnum

from parley.contracts.wire import WireModel


class ProblemCode(StrEnum):
    """Stable, documented in docs/reference/errors.md, and the key of the web's translated message."""

    INVALID_REQUEST = "invalid_request"
    PAYLOAD_TOO_LARGE = "payload_too_large"
    MEETING_NOT_FOUND = "meeting_not_found"
    MEETING_ENDED = "meeting_ended"
    CODE_MALFORMED = "code_malformed"
    LANGUAGE_UNKNOWN = "language_unknown"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    CREDENTIAL_MISSING = "credential_missing"
    CREDENTIAL_INVALID = "credential_invalid"
    NOT_ALLOWED = "not_allowed"
    PARTICIPANT_NOT_FOUND = "participant_not_found"
    PARTICIPANT_REMOVED = "participant_removed"
    SERVICE_TOKEN_INVALID = "service_token_invalid"  # noqa: S105 - the name of an error
    LEASE_NOT_FOUND = "lease_not_found"
    SEGMENT_OF_ANOTHER_MEETING = "segment_of_another_meeting"
    SEGMENT_CONFLICT = "segment_conflict"
    SEGMENT_NOT_FOUND = "segment_not_found"
    TRANSLATION_CONFLICT = "translation_conflict"
    GAP_OF_ANOTHER_MEETING = "gap_of_another_meeting"
    GAP_CONFLICT = "gap_conflict"
    SPEAKER_UNKNOWN = "speaker_unknown"
    NOTES_REQUEST_NOT_FOUND = "notes_request_not_found"
    CHECK_NOT_FOUND = "check_not_found"
    WEBHOOK_INVALID = "webhook_invalid"
    TELEMETRY_OFF = "telemetry_off"
    TELEMETRY_UNTIMELY = "telemetry_untimely"
    TELEMETRY_REPLAYED = "telemetry_replayed"
    TELEMETRY_BUSY = "telemetry_busy"
    SUPPORT_TOKEN_INVALID = "support_token_invalid"  # noqa: S105 - the name of an error
    SFU_UNAVAILABLE = "sfu_unavailable"
    NOT_FOUND = "not_found"
    INTERNAL = "internal"


class Problem(WireModel):
    """The body of every error answer.

    Attributes:
        detail: One sentence in plain English that says what to do.
        request_id: Also in the log and in the `x-request-id` header.
    """

    code: ProblemCode
    detail: str
    request_id: str
