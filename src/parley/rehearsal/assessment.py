"""From what was seen to the report and the verdict. Pure."""

from collections.abc import Mapping, Sequence

from parley.contracts.captions import Segment, Transcript
from parley.contracts.ids import LanguageTag, SegmentId
from parley.rehearsal.caption_book import LiveSegment
from parley.rehearsal.offline import OfflineWord
from parley.rehearsal.performance import Observation, PlayedPart, Reading
from parley.rehearsal.report import Report, ReportedSegment, SpeakerResult, Timings
from parley.rehearsal.timing import SpokenWord, final_latencies_ms, summary, word_latencies_ms
from parley.rehearsal.words import normalised_words, word_error_rate


def assess(seen: Observation, offline: Mapping[str, Sequence[OfflineWord]] | None) -> Report:
    """The report.

    Args:
        seen: What the rehearsal saw.
        offline: Words of each speaker's recording by name; None where the offline pass could not be made,
            which leaves the caption latencies and `wer_offline` empty.
    """
    stored = seen.transcript.segments
    recordings = [played.part.recording for played in seen.played]
    return Report(
        meeting_id=seen.meeting_id,
        engines=seen.usage.engines,
        timings_ms=_timings(seen, offline),
        speakers=[_result(played, stored, offline) for played in seen.played],
        segments=[
            ReportedSegment(
                **segment.model_dump(include=set(ReportedSegment.model_fields)),
                translations=_translations(segment, seen.transcript),
            )
            for segment in stored
        ],
        stored_segments=len(stored),
        live_equals_stored=live_equals_stored(seen.live, stored),
        utterances=sum(len(recording.speech) for recording in recordings),
        speech_ms=sum(recording.speech_ms for recording in recordings),
        billed_speech_ms=seen.usage.billed_speech_ms,
        notes=seen.notes.notes,
    )


def live_equals_stored(live: Sequence[Sequence[LiveSegment]], stored: Sequence[Segment]) -> bool:
    """Every listener's finals are the stored segments, text by text."""
    texts = {segment.segment_id: segment.text for segment in stored}
    return all(_finals(segments) == texts for segments in live)


def shortcomings(seen: Observation) -> list[str]:
    """What keeps the rehearsal from being a success, a sentence each; empty when all is well."""
    found: list[str] = []
    captioned = {segment.speaker for segments in seen.live for segment in segments if segment.is_final}
    stored = {segment.speaker for segment in seen.transcript.segments}
    for played in seen.played:
        if played.identity not in captioned:
            found.append(f"{played.part.name} was not captioned.")
        if played.identity not in stored:
            found.append(f"Nothing that {played.part.name} said was stored.")
    found += [
        f"Nothing was translated into {reading.language}: `parley doctor` names what can be."
        for reading in seen.readings
        if not reading.translations and not _is_spoken(reading.language, seen.transcript.segments)
    ]
    if not live_equals_stored(seen.live, seen.transcript.segments):
        found.append("The captions that listeners saw are not the transcript that is stored.")
    return found


def _translations(segment: Segment, transcript: Transcript) -> dict[LanguageTag, str]:
    return {one.language: one.text for one in transcript.translations if one.segment_id == segment.segment_id}


def _is_spoken(language: LanguageTag, stored: Sequence[Segment]) -> bool:
    """Whether all was said in the language that is read, so that there was nothing to translate."""
    return all(segment.language.partition("-")[0] == language.partition("-")[0] for segment in stored)


def _finals(segments: Sequence[LiveSegment]) -> dict[SegmentId, str]:
    return {live.segment_id: live.segment.final.text for live in segments if live.is_final}


def _timings(seen: Observation, offline: Mapping[str, Sequence[OfflineWord]] | None) -> Timings:
    to_partial: list[float] = []
    to_final: list[float] = []
    for played in seen.played if offline is not None else ():
        assert offline is not None
        spoken = _spoken(played, offline[played.part.name])
        for segments in seen.live:
            own = [live.segment for live in segments if live.speaker == played.identity and live.is_final]
            to_partial += word_latencies_ms(spoken, own)
            to_final += final_latencies_ms(spoken, own)
    return Timings(
        connect=summary([*(played.connect_ms for played in seen.played), *seen.listener_connect_ms]),
        agent_heard=summary([played.heard_ms for played in seen.played]),
        word_to_partial=summary(to_partial),
        speech_end_to_final=summary(to_final),
        final_to_translation={reading.language: summary(_waits_ms(reading)) for reading in seen.readings},
    )


def _waits_ms(reading: Reading) -> list[float]:
    return [
        (translation.arrived_s - reading.finals_s[segment_id]) * 1000
        for segment_id, translation in reading.translations.items()
        if segment_id in reading.finals_s
    ]


def _spoken(played: PlayedPart, words: Sequence[OfflineWord]) -> list[SpokenWord]:
    """The recording's words on the rehearsal's clock."""
    return [
        SpokenWord(text, played.began_s + word.end_s)
        for word in words
        for text in normalised_words(word.text)
    ]


def _result(
    played: PlayedPart, stored: Sequence[Segment], offline: Mapping[str, Sequence[OfflineWord]] | None
) -> SpeakerResult:
    own = [segment.text for segment in stored if segment.speaker == played.identity]
    reference = played.part.reference
    words = normalised_words(reference) if reference is not None else []
    heard_offline = offline[played.part.name] if offline is not None else None
    return SpeakerResult(
        name=played.part.name,
        identity=played.identity,
        segments=len(own),
        words_reference=len(words) if reference is not None else None,
        wer=_rate(words, own),
        wer_offline=_rate(words, [word.text for word in heard_offline])
        if heard_offline is not None
        else None,
    )


def _rate(words: Sequence[str], texts: Sequence[str]) -> float | None:
    return round(word_error_rate(words, normalised_words(" ".join(texts))), 4) if words else None
