"""What a meeting cost the speech engines: sums over its agent jobs. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from parley.backend.agents.models import LeaseRow, SpeechUsageRow
from parley.contracts.ids import MeetingId, ParticipantIdentity
from parley.contracts.meetings import EngineUse, MeetingUsage, SpeechUsage

REPORT_GRACE_S = 10.0
"""A job that lost its lease this long ago without its last record never sends one; notes wait no longer."""


def summed_usage(
    meeting_id: str, leases: Sequence[LeaseRow], usage: Iterable[SpeechUsageRow], now: datetime
) -> MeetingUsage:
    """What all jobs have reported together."""
    served = [lease for lease in leases if lease.live_at is not None]
    speech = _by_speaker_and_engine(usage)
    engines = [EngineUse(**use) for lease in served for use in lease.engines]
    engines += [use.engine for use in speech]
    return MeetingUsage(
        meeting_id=MeetingId(meeting_id),
        engines=list({(engine.kind, engine.name): engine for engine in engines}.values()),
        billed_speech_ms=sum(use.billed_speech_ms for use in speech),
        utterances=sum(use.utterances for use in speech),
        speech=speech,
        is_complete=not is_report_pending(served, now, REPORT_GRACE_S),
    )


def is_report_pending(leases: Sequence[LeaseRow], now: datetime, grace_s: float) -> bool:
    """Whether a job that once lived has yet to report, and lost its lease so lately that it still may."""
    return any(
        lease.live_at is not None
        and lease.finished_at is None
        and (lease.closed_at is None or now - lease.closed_at < timedelta(seconds=grace_s))
        for lease in leases
    )


def grown(stored: int | None, reported: int | None) -> int | None:
    """The newer of two totals. A total never shrinks: the lower one is the older, whenever it comes."""
    known = [total for total in (stored, reported) if total is not None]
    return max(known, default=None)


def _by_speaker_and_engine(usage: Iterable[SpeechUsageRow]) -> list[SpeechUsage]:
    sums: dict[tuple[str, str, str], SpeechUsage] = {}
    for row in usage:
        key = (row.speaker, row.engine_kind, row.engine_name)
        before = sums.get(key)
        engine_ms = [ms for ms in (before.engine_ms if before else None, row.engine_ms) if ms is not None]
        sums[key] = SpeechUsage(
            speaker=ParticipantIdentity(row.speaker),
            engine=EngineUse(kind=row.engine_kind, name=row.engine_name),
            billed_speech_ms=row.billed_speech_ms + (before.billed_speech_ms if before else 0),
            engine_ms=sum(engine_ms) if engine_ms else None,
            utterances=row.utterances + (before.utterances if before else 0),
        )
    return [sums[key] for key in sorted(sums)]
