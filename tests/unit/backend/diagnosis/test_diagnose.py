"""Each cause is found by what it leaves in the measurements, and its near misses are not."""

from collections.abc import Callable

import pytest

from parley.backend.diagnosis.diagnose import diagnose
from parley.contracts.checks import Transport
from parley.contracts.diagnosis import Advice, Cause, Evidence, Finding, Level, Measure, MeetingDiagnosis
from parley.contracts.telemetry.page import (
    MicrophoneState,
    Reconnect,
    ReconnectKind,
    ReconnectTrouble,
    TelemetryBucket,
)
from parley.contracts.telemetry.streams import CandidateType
from tests.unit.backend.diagnosis.calls import (
    ADA,
    BEN,
    MARIA,
    ACall,
    Spoil,
    with_camera,
    with_device,
    with_microphone,
    with_path,
    with_picture,
    with_row,
    with_uplink,
)

pytestmark = pytest.mark.unit

FOR_HALF_A_MINUTE = range(8, 14)
RELAYED = {
    "candidate_type": CandidateType.RELAY,
    "protocol": Transport.UDP,
    "relay_protocol": Transport.TLS,
}


def told(call: ACall) -> MeetingDiagnosis:
    return diagnose(call.telemetry())


def only(call: ACall) -> Finding:
    findings = told(call).findings
    assert [finding.cause for finding in findings[1:]] == []
    return findings[0]


def evidence(finding: Finding, measure: Measure) -> Evidence:
    return next(one for one in finding.evidence if one.measure is measure)


def test_a_call_in_which_all_was_well_has_no_findings() -> None:
    diagnosis = told(ACall())
    assert diagnosis.findings == []
    assert diagnosis.level is Level.GOOD
    assert {person.level for person in diagnosis.people} == {Level.GOOD}


def test_a_call_of_which_nobody_told_anything_is_unknown_not_good() -> None:
    call = ACall()
    call.pages.clear()
    diagnosis = told(call)
    assert diagnosis.level is Level.UNKNOWN
    assert {person.has_told for person in diagnosis.people} == {False}


def test_loss_before_the_sfu_is_the_speakers_uplink_and_not_the_listeners_downlink() -> None:
    call = ACall()
    call.lose_uplink(BEN, 12.0, FOR_HALF_A_MINUTE)
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.UPLINK, BEN)
    assert (finding.start_ms, finding.end_ms) == (40_000, 70_000)
    assert set(finding.noticed_by) == {MARIA, ADA}
    assert finding.touched == 2
    assert evidence(finding, Measure.UPLINK_LOSS_PCT).mean == pytest.approx(12.0)
    assert evidence(finding, Measure.UPLINK_LOSS_PCT).usual == 0.0
    assert finding.advice == [Advice.MOVE_OR_CABLE]


def test_each_pair_is_told_what_it_suffered_from() -> None:
    call = ACall()
    call.lose_uplink(BEN, 12.0, FOR_HALF_A_MINUTE)
    pairs = {(pair.listener, pair.speaker): pair for pair in told(call).pairs}
    assert pairs[MARIA, BEN].findings == [0]
    assert pairs[MARIA, BEN].level is Level.FAIR
    assert pairs[MARIA, ADA].findings == []
    assert pairs[MARIA, ADA].level is Level.GOOD
    assert pairs[BEN, ADA].findings == []


def test_loss_that_the_listeners_did_not_hear_is_said_not_to_have_been_heard() -> None:
    call = ACall()
    call.spoil(BEN, lambda one: with_uplink(one, loss_pct=6.0), FOR_HALF_A_MINUTE)
    assert only(call).noticed_by == []


def test_loss_of_everything_that_one_listener_hears_is_their_downlink() -> None:
    call = ACall()
    call.lose_downlink(ADA, 9.0, FOR_HALF_A_MINUTE)
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.DOWNLINK, ADA)
    assert finding.noticed_by == [ADA]
    assert evidence(finding, Measure.DOWNLINK_LOSS_PCT).mean == pytest.approx(9.0)


def test_a_listener_is_not_blamed_for_a_speaker_who_tells_nothing() -> None:
    call = ACall()
    del call.pages[BEN]
    for listener in (MARIA, ADA):
        call.spoil(
            listener, lambda one: with_row(one, BEN, loss_pct=9.0, concealed_pct=8.0), FOR_HALF_A_MINUTE
        )
    assert {finding.cause for finding in told(call).findings} == {Cause.UNEXPLAINED}


def test_a_sender_that_is_held_back_is_congestion() -> None:
    call = ACall()
    call.spoil(
        BEN,
        lambda one: with_camera(
            with_path(one, round_trip_ms=290, available_outgoing_kbps=350),
            limited_bandwidth_ms=4_800,
            kbps=280,
        ),
        FOR_HALF_A_MINUTE,
    )
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.CONGESTION, BEN)
    assert evidence(finding, Measure.AVAILABLE_KBPS).worst == 350
    assert evidence(finding, Measure.AVAILABLE_KBPS).usual == 2_400


def test_loss_while_packets_queue_is_congestion_and_not_loss() -> None:
    call = ACall()
    call.lose_uplink(BEN, 7.0, FOR_HALF_A_MINUTE)
    call.spoil(BEN, lambda one: with_path(one, round_trip_ms=330), FOR_HALF_A_MINUTE)
    assert only(call).cause is Cause.CONGESTION


def test_a_sender_that_is_careful_because_packets_vanish_is_loss_and_not_congestion() -> None:
    call = ACall()
    call.lose_uplink(BEN, 10.0, FOR_HALF_A_MINUTE)
    call.spoil(BEN, lambda one: with_camera(one, limited_bandwidth_ms=5_000), FOR_HALF_A_MINUTE)
    assert only(call).cause is Cause.UPLINK


def test_a_machine_that_does_not_keep_up_is_cpu() -> None:
    call = ACall()
    call.spoil(
        BEN,
        lambda one: with_device(with_camera(one, limited_cpu_ms=4_000, fps=9), main_thread_lag_ms=1_400),
        FOR_HALF_A_MINUTE,
    )
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.CPU, BEN)
    assert finding.advice == [Advice.CLOSE_PROGRAMS]


def test_a_page_that_stood_still_for_seconds_and_then_told_nothing_is_cpu() -> None:
    call = ACall()
    call.spoil(BEN, lambda one: with_device(one, main_thread_lag_ms=7_200, busy_ms=5_000), range(8, 9))
    del call.pages[BEN][9:12]
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.CPU, BEN)


def test_loss_of_sound_counts_though_lost_pictures_were_sent_again() -> None:
    call = ACall()
    call.lose_uplink(BEN, 5.3, FOR_HALF_A_MINUTE)
    call.spoil(BEN, lambda one: with_camera(one, loss_pct=0.0), FOR_HALF_A_MINUTE)
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.UPLINK, BEN)
    assert evidence(finding, Measure.UPLINK_LOSS_PCT).mean == pytest.approx(5.3)


def test_a_slow_machine_does_not_explain_what_the_sfu_misses() -> None:
    call = ACall()
    call.lose_uplink(BEN, 9.0, FOR_HALF_A_MINUTE)
    call.spoil(BEN, lambda one: with_device(one, main_thread_lag_ms=2_500), FOR_HALF_A_MINUTE)
    assert {finding.cause for finding in told(call).findings} == {Cause.UPLINK, Cause.CPU}


def test_effects_that_take_longer_than_a_frame_are_named_first_among_what_to_do() -> None:
    call = ACall()
    call.spoil(
        BEN, lambda one: with_device(one, effects_ms=58.0, effects_interval_ms=33.0), FOR_HALF_A_MINUTE
    )
    finding = only(call)
    assert finding.cause is Cause.CPU
    assert finding.advice[0] is Advice.EFFECTS_OFF


def test_tls_to_a_relay_far_away_is_the_relay() -> None:
    call = ACall()
    call.spoil(BEN, lambda one: with_path(one, **RELAYED, round_trip_ms=320), range(24))
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.RELAY, BEN)
    assert finding.advice == [Advice.OPEN_UDP]


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"level_dbfs": -120.0, "silent_ms": 5_000}, Cause.MICROPHONE_SILENT),
        ({"state": MicrophoneState.SYSTEM_MUTED, "level_dbfs": None}, Cause.MICROPHONE_MUTED),
        ({"state": MicrophoneState.ENDED, "level_dbfs": None}, Cause.MICROPHONE_ENDED),
        ({"is_doubled": True}, Cause.TWO_SUPPRESSORS),
    ],
)
def test_a_microphone_in_trouble_touches_everyone_else(change: dict[str, object], cause: Cause) -> None:
    call = ACall()
    call.spoil(BEN, lambda one: with_microphone(one, **change), FOR_HALF_A_MINUTE)
    finding = only(call)
    assert (finding.cause, finding.who) == (cause, BEN)
    assert set(finding.noticed_by) == {MARIA, ADA}


@pytest.mark.parametrize(
    "change",
    [
        {"caption_lag_p95_ms": 5_200.0},
        {"queue_ms": 7_000.0, "finals": 0, "caption_lag_p95_ms": None},
        {"realtime_factor": 1.4, "engine_ms": 5_600.0},
        {"is_behind": True},
    ],
)
def test_captions_that_come_late_are_the_agents(change: dict[str, object]) -> None:
    call = ACall()
    for index in FOR_HALF_A_MINUTE:
        call.agent[index] = call.agent[index].model_copy(update=change)
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.AGENT, None)
    assert finding.advice == [Advice.MORE_WORKERS]


def stalled(one: TelemetryBucket) -> TelemetryBucket:
    for row in one.downlink_audio:
        one = with_row(one, row.speaker, concealed_pct=18.0)
    return with_picture(one, freezes=1, freeze_ms=1_050)


def test_a_second_in_which_everybody_stood_still_is_the_sfu() -> None:
    call = ACall()
    for who in (MARIA, BEN, ADA):
        call.spoil(who, stalled, range(10, 11))
    call.sfu[10] = call.sfu[10].model_copy(update={"answer_ms": 1_010.0})
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.SFU, None)
    assert set(finding.noticed_by) == {MARIA, BEN, ADA}
    assert evidence(finding, Measure.SFU_ANSWER_MS).worst == 1_010.0


def away(trouble: ReconnectTrouble, lasts_ms: float = 4_200.0) -> Spoil:
    return lambda one: one.model_copy(
        update={
            "away_ms": 4_200.0,
            "reconnects": [
                Reconnect(
                    kind=ReconnectKind.RENEWED, trouble=trouble, start_ms=one.start_ms, duration_ms=lasts_ms
                )
            ],
        }
    )


def test_who_was_away_and_came_back_reconnected() -> None:
    call = ACall()
    call.spoil(BEN, away(ReconnectTrouble.NETWORK), range(10, 11))
    call.lose_uplink(BEN, 40.0, range(10, 11))
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.RECONNECT, BEN)


def test_how_long_somebody_was_away_is_told_whole() -> None:
    call = ACall()
    call.spoil(BEN, lambda one: one.model_copy(update={"away_ms": 5_000.0}), range(5, 10))
    call.spoil(BEN, away(ReconnectTrouble.NETWORK, 29_200.0), range(10, 11))
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.RECONNECT, BEN)
    assert evidence(finding, Measure.AWAY_MS).worst == 29_200.0


def test_a_listener_whose_microphone_is_off_at_its_own_switch_does_not_hide_what_was_lost() -> None:
    call = ACall()
    call.spoil(ADA, lambda one: with_microphone(one, level_dbfs=-120.0, silent_ms=5_000), range(24))
    call.lose_uplink(BEN, 12.0, range(4, 24))
    first, second = told(call).findings
    assert (first.cause, first.who) == (Cause.UPLINK, BEN)
    assert (second.cause, second.who) == (Cause.MICROPHONE_SILENT, ADA)


def test_when_most_lose_the_server_at_once_it_is_the_sfu() -> None:
    call = ACall()
    for who in (MARIA, BEN, ADA):
        call.spoil(who, away(ReconnectTrouble.SERVER), range(10, 11))
    assert only(call).cause is Cause.SFU


def test_what_listeners_had_and_nothing_explains_is_said_to_be_unexplained() -> None:
    call = ACall()
    call.spoil(ADA, lambda one: with_picture(one, freezes=3, freeze_ms=2_500), FOR_HALF_A_MINUTE)
    finding = only(call)
    assert (finding.cause, finding.who) == (Cause.UNEXPLAINED, ADA)


NEAR_MISSES: dict[str, Callable[[ACall], None]] = {
    "two percent of loss": lambda call: call.lose_uplink(BEN, 2.0, FOR_HALF_A_MINUTE),
    "one lossy bucket": lambda call: call.lose_uplink(BEN, 6.0, range(9, 10)),
    "loss of next to no packets": lambda call: call.spoil(
        BEN,
        lambda one: with_camera(with_uplink(one, packets=9, loss_pct=22.0), packets=0),
        FOR_HALF_A_MINUTE,
    ),
    "two percent of loss to a listener": lambda call: call.lose_downlink(ADA, 2.0, FOR_HALF_A_MINUTE),
    "held back while coming in": lambda call: call.spoil(
        BEN, lambda one: with_camera(one, limited_bandwidth_ms=5_000), range(2)
    ),
    "held back for a moment": lambda call: call.spoil(
        BEN, lambda one: with_camera(one, limited_bandwidth_ms=5_000), range(9, 10)
    ),
    "far away and steady": lambda call: call.spoil(
        BEN, lambda one: with_path(one, round_trip_ms=260), range(24)
    ),
    "answers that a busy machine was late to read": lambda call: call.spoil(
        BEN, lambda one: with_uplink(with_path(one, round_trip_ms=310), round_trip_ms=34), FOR_HALF_A_MINUTE
    ),
    "pictures that stood still while people came in": lambda call: call.spoil(
        ADA, lambda one: with_picture(one, freeze_ms=900), range(3)
    ),
    "a relay nearby": lambda call: call.spoil(
        BEN, lambda one: with_path(one, **RELAYED, round_trip_ms=60), range(24)
    ),
    "a relay by UDP far away": lambda call: call.spoil(
        BEN,
        lambda one: with_path(one, **{**RELAYED, "relay_protocol": Transport.UDP}, round_trip_ms=260),
        range(24),
    ),
    "a page in the background": lambda call: call.spoil(
        BEN,
        lambda one: with_device(one, is_hidden=True, main_thread_lag_ms=1_000, busy_ms=0),
        FOR_HALF_A_MINUTE,
    ),
    "a sender that is held back for want of processor within one bucket": lambda call: call.spoil(
        BEN, lambda one: with_camera(one, limited_cpu_ms=5_000), range(9, 10)
    ),
    "one long task": lambda call: call.spoil(
        BEN, lambda one: with_device(one, main_thread_lag_ms=900, busy_ms=900), range(9, 10)
    ),
    "effects that keep up": lambda call: call.spoil(
        BEN, lambda one: with_device(one, effects_ms=21.0, effects_interval_ms=33.0), range(24)
    ),
    "somebody who listens in a quiet room": lambda call: call.spoil(
        BEN, lambda one: with_microphone(one, level_dbfs=-64.0, silent_ms=5_000), range(24)
    ),
    "a silent moment": lambda call: call.spoil(
        BEN, lambda one: with_microphone(one, level_dbfs=-110.0, silent_ms=5_000), range(8, 10)
    ),
    "a microphone that is off": lambda call: call.spoil(
        BEN, lambda one: with_microphone(one, state=MicrophoneState.OFF, level_dbfs=None), range(24)
    ),
    "captions a second and a half behind": lambda call: call.agent.__setitem__(
        slice(8, 14),
        [one.model_copy(update={"caption_lag_p95_ms": 1_600.0}) for one in call.agent[8:14]],
    ),
    "an SFU that answers the backend late and nobody notices": lambda call: call.sfu.__setitem__(
        10, call.sfu[10].model_copy(update={"failed_probes": 2, "answer_ms": 1_900.0})
    ),
    "a hitch of one listener": lambda call: call.spoil(ADA, stalled, range(10, 11)),
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_a_near_miss_is_no_finding(name: str) -> None:
    call = ACall()
    NEAR_MISSES[name](call)
    assert told(call).findings == []


def test_the_worse_of_two_troubles_comes_first() -> None:
    call = ACall()
    call.lose_uplink(BEN, 4.0, range(4, 7))
    call.lose_downlink(ADA, 14.0, range(12, 22))
    assert [(finding.cause, finding.who) for finding in told(call).findings] == [
        (Cause.DOWNLINK, ADA),
        (Cause.UPLINK, BEN),
    ]


def test_trouble_that_pauses_for_a_bucket_is_one_stretch() -> None:
    call = ACall()
    call.lose_uplink(BEN, 8.0, range(5, 8))
    call.lose_uplink(BEN, 8.0, range(9, 12))
    finding = only(call)
    assert (finding.start_ms, finding.end_ms) == (25_000, 60_000)
