"""Cuts one microphone's sound into utterances. Pure: samples in, events out, no clock.

Engine time is money, so an engine gets speech, up to 300 ms before it and 150 ms after it, and every sample
at most once. The decision that somebody has stopped takes 450 ms; what those hold beyond the first 150 ms is
kept back, and given only if speech goes on.
"""

from dataclasses import dataclass

import numpy as np

from parley.agent.engines.ports import SAMPLE_RATE_HZ, Pcm, VoiceActivity

START_PROBABILITY = 0.5
STAY_PROBABILITY = 0.35
PRE_ROLL_S = 0.3
HANGOVER_S = 0.45
TAIL_S = 0.15
LONG_UTTERANCE_S = 9.0  # from here on a shorter pause will do, so that a cut falls between words
LONG_HANGOVER_S = 0.15
MAX_UTTERANCE_S = 12.0  # beyond it a decode takes too long, pause or not
# Peak below which a window is taken for silence unseen: digital silence, comfort noise, a muted headset.
QUIET_PEAK = 60
_QUIET_WINDOWS_SEEN = 15  # the network first hears half a second of the quiet, so that it settles


@dataclass(frozen=True)
class UtteranceStarted:
    """Somebody speaks. `start_sample` counts from the first sample ever fed; `pcm` begins there."""

    start_sample: int
    pcm: Pcm


@dataclass(frozen=True)
class UtteranceContinued:
    """More of the open utterance, seamless."""

    pcm: Pcm


@dataclass(frozen=True)
class UtteranceEnded:
    """The open utterance is over; `end_sample` is one past the last sample given."""

    end_sample: int


SegmenterEvent = UtteranceStarted | UtteranceContinued | UtteranceEnded


class Segmenter:
    """The gate of one microphone. Feed it samples of any number; it looks at whole windows."""

    def __init__(self, activity: VoiceActivity) -> None:
        self._activity = activity
        self._window = activity.window_samples
        self._rest: Pcm = np.zeros(0, np.int16)
        self._fed = 0  # samples looked at
        self._held: list[Pcm] = []  # newest windows that were not given: pre-roll, or the pause
        self._is_open = False
        self._start = 0
        self._given_until = 0
        self._spoken_until = 0
        self._start_probability = START_PROBABILITY
        self._quiet_windows = 0

    def feed(self, pcm: Pcm) -> list[SegmenterEvent]:
        """Takes the next samples of the microphone."""
        pcm = np.concatenate([self._rest, pcm]) if len(self._rest) else pcm
        whole = len(pcm) - len(pcm) % self._window
        self._rest = pcm[whole:]
        events: list[SegmenterEvent] = []
        for first in range(0, whole, self._window):
            self._look_at(pcm[first : first + self._window], events)
        return events

    def flush(self) -> list[SegmenterEvent]:
        """Ends the open utterance now, because the microphone went away."""
        events: list[SegmenterEvent] = []
        if self._is_open:
            self._end(events)
        return events

    def _look_at(self, window: Pcm, events: list[SegmenterEvent]) -> None:
        probability = self._probability(window)
        self._fed += self._window
        if self._is_open:
            self._continue(window, probability, events)
        else:
            self._held.append(window)
            self._trim_pre_roll()
            if probability > self._start_probability:
                self._open(events)

    def _open(self, events: list[SegmenterEvent]) -> None:
        pcm = np.concatenate(self._held)
        self._held = []
        self._is_open = True
        self._start = self._fed - len(pcm)
        self._given_until = self._spoken_until = self._fed
        self._start_probability = START_PROBABILITY
        events.append(UtteranceStarted(self._start, pcm))

    def _continue(self, window: Pcm, probability: float, events: list[SegmenterEvent]) -> None:
        self._held.append(window)
        if probability > STAY_PROBABILITY:
            self._spoken_until = self._fed
        pause_s = (self._fed - self._spoken_until) / SAMPLE_RATE_HZ
        length_s = (self._fed - self._start) / SAMPLE_RATE_HZ
        if pause_s <= TAIL_S:
            events.append(UtteranceContinued(np.concatenate(self._held)))
            self._held = []
            self._given_until = self._fed
        if pause_s >= (HANGOVER_S if length_s < LONG_UTTERANCE_S else LONG_HANGOVER_S):
            self._end(events)
        elif length_s >= MAX_UTTERANCE_S:
            self._end(events)
            # Cut in the middle of speech: what goes on need not be as clear as a beginning.
            self._start_probability = STAY_PROBABILITY

    def _end(self, events: list[SegmenterEvent]) -> None:
        events.append(UtteranceEnded(self._given_until))
        self._is_open = False
        self._trim_pre_roll()

    def _trim_pre_roll(self) -> None:
        # The newest window is the one that may begin an utterance; the pre-roll is what lies before it.
        while (len(self._held) - 2) * self._window >= PRE_ROLL_S * SAMPLE_RATE_HZ:
            self._held.pop(0)
            self._start_probability = START_PROBABILITY

    def _probability(self, window: Pcm) -> float:
        if not self._is_open and int(np.abs(window.astype(np.int32)).max()) < QUIET_PEAK:
            self._quiet_windows += 1
            if self._quiet_windows > _QUIET_WINDOWS_SEEN:
                return 0.0
        else:
            self._quiet_windows = 0
        return self._activity.probability(window)
