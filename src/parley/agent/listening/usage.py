"""What a meeting's speech has cost its engines, by speaker and engine."""

from dataclasses import dataclass

from parley.agent.engines.ports import SAMPLE_RATE_HZ
from parley.contracts.ids import ParticipantIdentity
from parley.contracts.meetings import EngineUse, SpeechUsage


@dataclass
class _Sum:
    samples: int = 0
    engine_ms: int | None = None
    utterances: int = 0


class UsageMeter:
    """Sums up the utterances that an engine has worked through."""

    def __init__(self) -> None:
        self._sums: dict[tuple[ParticipantIdentity, str, str], _Sum] = {}
        self._told: dict[tuple[ParticipantIdentity, str, str], SpeechUsage] = {}

    def add(
        self, speaker: ParticipantIdentity, engine: EngineUse, samples: int, engine_ms: int | None
    ) -> None:
        """Counts an utterance of so many samples at 16 kHz, once the engine is done with it.

        Args:
            speaker: Whose.
            engine: Which engine was given it.
            samples: As the engine bills them.
            engine_ms: How long the engine worked; null: it does not tell.
        """
        one = self._sums.setdefault((speaker, engine.kind, engine.name), _Sum())
        one.samples += samples
        one.utterances += 1
        if engine_ms is not None:
            one.engine_ms = (one.engine_ms or 0) + engine_ms

    def totals(self) -> list[SpeechUsage]:
        """All sums, since the meter began."""
        return [
            SpeechUsage(
                speaker=speaker,
                engine=EngineUse(kind=kind, name=name),
                billed_speech_ms=round(one.samples * 1000 / SAMPLE_RATE_HZ),
                engine_ms=one.engine_ms,
                utterances=one.utterances,
            )
            for (speaker, kind, name), one in self._sums.items()
        ]

    def news(self) -> list[SpeechUsage]:
        """The sums that have changed since they were last asked for."""
        news = [one for one in self.totals() if self._told.get(_key(one)) != one]
        self._told.update((_key(one), one) for one in news)
        return news

    @property
    def billed_speech_ms(self) -> int:
        """Over all speakers and engines."""
        return sum(one.billed_speech_ms for one in self.totals())

    @property
    def utterances(self) -> int:
        """Over all speakers and engines."""
        return sum(one.utterances for one in self._sums.values())


def _key(usage: SpeechUsage) -> tuple[ParticipantIdentity, str, str]:
    return usage.speaker, usage.engine.kind, usage.engine.name
