"""How late the listener hears: from a sample in the microphone to the same one leaving the other's device.

Two people of our web client in one Chromium with its fake microphone, the deployment behind a link that is
late: half of the network's delay on the way to the SFU, half on the way back. Bursts of speech take the place
of clicks, which a noise suppressor takes for noise: they are found again by correlation. One clock: every
time is of this machine's monotonic one, to which the pages are set by pings (`web/scripts/one-way-audio.ts`).

Where the stages' numbers come from:

- capture: the length of a piece of the microphone's track (`AudioData.duration`), since Chromium's fake
  microphone hands one over as it makes it, where a real one has to fill it first; and how long the piece is
  held before a page has it (arrival less its timestamp, median). Buffers of real hardware come on top.
- on_device_ai: correlation of the captured track with the one that is given to the encoder.
- network: half of both round trips to the SFU (`candidate-pair.currentRoundTripTime`).
- jitter_buffer: `inbound-rtp.jitterBufferDelay` over `jitterBufferEmittedCount`, of the recording alone.
- playout: `media-playout.totalPlayoutDelay` over `totalSamplesCount`, of the recording alone. A machine
  without sound hardware has Chromium's silent device, so this is Chromium's own buffer.
- encode: what remains of the whole: Opus (a frame of 20 ms and 6.5 ms of look-ahead), packing, pacing, the
  SFU's forwarding, decoding.

The whole is no sum of the stages: from the captured sample to the one pulled out of the jitter buffer it is
by correlation alone; only the piece before and playout after are added, for no script sees a sample there.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from bench.harness.late_network import SERVER_ADDRESS, LateNetwork, late_network
from bench.harness.rows import Row
from parley.contracts.budgets import DEVICE_MS, NETWORK_MS, ONE_WAY_AUDIO_MS, AudioStage
from parley.rehearsal.composition import raw_clip
from parley.rehearsal.sample import TESTDATA, TESTDATA_RATE_HZ

PEER = "The same call with the browser's own noise suppression in place of ours."
NETWORK_DELAYS_MS = (30, NETWORK_MS)
SECONDS = 16
RATE_HZ = 48_000
PORT = 8443
BURST_S = 0.5
PAUSE_S = 0.9  # between two sayings of the clip
LOUD = 0.02  # root mean square of a burst that is worth looking for
ALIKE = 0.5  # normalised correlation from which a burst counts as found
FAINTEST = 1e-3  # of a burst's loudness: what is 60 dB below it is not looked at
LATEST_S = 1.0
HELD_MS_MAX = 50.0  # a page that is busy; a timestamp of another clock is off by seconds
_READY_WITHIN_S = 60.0
_WEB = Path(__file__).resolve().parents[1] / "web"

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Sound:
    """48 kHz mono, as it came in pieces.

    Attributes:
        start_ms: When its first sample was there, on one clock for all sounds of a call.
        held_ms: From a piece's timestamp to its arrival, the median.
        piece_ms: Length of a piece.
    """

    samples: Samples
    start_ms: float
    held_ms: float
    piece_ms: float


@dataclass(frozen=True)
class Call:
    """What was measured in one call, ms.

    Attributes:
        whole: One for each burst that was found again.
    """

    whole: list[float]
    stages: dict[AudioStage, float]

    @property
    def on_devices(self) -> float:
        """The median of the whole, without what the network took."""
        return float(np.median(self.whole)) - self.stages[AudioStage.NETWORK]


def run() -> list[Row]:
    """About three minutes: both delays, with our noise suppression and with the browser's."""
    if shutil.which(os.environ.get("CHROMIUM_PATH", "chromium")) is None:
        sys.exit("This bench needs Chromium: apt install chromium, or set CHROMIUM_PATH")
    rows = []
    with tempfile.TemporaryDirectory(prefix="parley-late-") as name, late_network() as network:
        folder = Path(name)
        _write_speech(folder / "speech.wav")
        with _deployment(network, folder):
            for delay_ms in NETWORK_DELAYS_MS:
                network.set_delay(delay_ms / 2)
                ours = _call(network, folder, "ours")
                browsers = _call(network, folder, "browser")
                rows += _rows(delay_ms, ours, browsers)
    return rows


def _rows(delay_ms: int, ours: Call, browsers: Call) -> list[Row]:
    at = f"at {delay_ms} ms network delay"
    percentiles = [(*np.percentile(call.whole, [50, 95]), len(call.whole)) for call in (ours, browsers)]
    (p50, p95, count), (peer_p50, peer_p95, peer_count) = percentiles
    return [
        Row(f"one way {at}, p50", "ms", float(p50), float(peer_p50), ONE_WAY_AUDIO_MS),
        Row(f"one way {at}, p95", "ms", float(p95), float(peer_p95)),
        Row(f"all but the network {at}", "ms", ours.on_devices, browsers.on_devices, DEVICE_MS),
        *(Row(f"{stage} {at}", "ms", ours.stages[stage], browsers.stages[stage]) for stage in AudioStage),
        Row(f"bursts found {at}", "bursts", count, peer_count),
    ]


def _write_speech(file: Path) -> None:
    """A command of 2.5 s and a pause; Chromium's fake microphone begins anew at its end."""
    clip_file = TESTDATA / "goforward.raw"
    if not clip_file.is_file():
        sys.exit("This bench needs recorded speech: apt install pocketsphinx-testdata")
    said = soxr.resample(raw_clip(clip_file), TESTDATA_RATE_HZ, RATE_HZ)
    pause = np.zeros(round(PAUSE_S * RATE_HZ), np.float32)
    soundfile.write(file, np.concatenate([said, pause]), RATE_HZ, "PCM_16")


@contextmanager
def _deployment(network: LateNetwork, folder: Path) -> Iterator[None]:
    """`parley up` on the far side of the link, without speech engine."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    names = ["-subj", "/CN=parley.test", "-addext", f"subjectAltName=IP:{SERVER_ADDRESS}"]
    files = ["-keyout", str(key), "-out", str(cert)]
    subprocess.run(["openssl", "req", *kind, *names, *files], check=True, stderr=subprocess.DEVNULL)
    up = [sys.executable, "-m", "parley", "up", "--host", SERVER_ADDRESS, "--port", str(PORT)]
    chosen = ["--cert", str(cert), "--key", str(key), "--data-dir", str(folder / "data")]
    stack = subprocess.Popen(
        network.among_servers(*up, *chosen),
        env=os.environ | {"PARLEY_SPEECH_ENGINE": "off"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert stack.stdout is not None
        said = []
        for line in stack.stdout:
            said.append(line)
            if line.strip().startswith("captions"):
                break
        else:
            sys.exit(f"The deployment did not start:\n{''.join(said)}")
        yield
    finally:
        stack.terminate()
        stack.wait(_READY_WITHIN_S)


def _call(network: LateNetwork, folder: Path, suppressor: str) -> Call:
    out = folder / "call.json"
    script = ["node", "scripts/one-way-audio.ts", f"https://{SERVER_ADDRESS}:{PORT}/"]
    words = [str(folder / "speech.wav"), str(out), suppressor, str(SECONDS)]
    if subprocess.run(network.among_people(*script, *words), cwd=_WEB, check=False).returncode != 0:
        sys.exit("The call did not come about: make setup-test, then see above.")
    return _measured(json.loads(out.read_text()))


def _measured(call: dict[str, Any]) -> Call:
    raw, sent, heard = (_sound(call[place]) for place in ("raw", "sent", "heard"))
    to_pulled = lags_ms(raw, heard)
    if not to_pulled:
        sys.exit("The listener heard nothing of what was said.")
    (_, listener_before), (speaker_after, listener_after) = call["before"], call["after"]
    playout = 1000 * _ratio(
        listener_before, listener_after, "media-playout", "totalPlayoutDelay", "totalSamplesCount"
    )
    stages = {
        AudioStage.CAPTURE: raw.piece_ms + raw.held_ms,
        AudioStage.ON_DEVICE_AI: float(np.median(lags_ms(raw, sent))),
        AudioStage.NETWORK: (_round_trip_ms(speaker_after) + _round_trip_ms(listener_after)) / 2,
        AudioStage.JITTER_BUFFER: 1000
        * _ratio(
            listener_before,
            listener_after,
            "inbound-rtp",
            "jitterBufferDelay",
            "jitterBufferEmittedCount",
        ),
        AudioStage.PLAYOUT: playout,
    }
    whole = [raw.piece_ms + lag + playout for lag in to_pulled]
    rest = float(np.median(whole)) - sum(stages.values())
    return Call(whole, stages | {AudioStage.ENCODE: rest})


def _sound(tap: dict[str, Any]) -> Sound:
    if not 0 <= tap["heldMs"] <= HELD_MS_MAX:
        sys.exit(f"A piece came {tap['heldMs']:.0f} ms after its timestamp: it is not of the page's clock.")
    samples = np.frombuffer(base64.b64decode(tap["samples"]), np.float32)
    return Sound(samples, tap["startMs"], tap["heldMs"], tap["pieceMs"])


def lags_ms(earlier: Sound, later: Sound) -> list[float]:
    """By how much each loud burst of the one comes later in the other."""
    size, found = round(BURST_S * RATE_HZ), []
    for begin in range(0, len(earlier.samples) - size, size):
        burst = earlier.samples[begin : begin + size]
        if float(np.sqrt(np.mean(burst**2))) < LOUD:
            continue
        # Where in the other sound the burst would begin if nothing were late.
        at_once = round((earlier.start_ms - later.start_ms) * RATE_HZ / 1000) + begin
        first = max(0, at_once)
        window = later.samples[first : first + size + round(LATEST_S * RATE_HZ)]
        if len(window) < size or first != at_once:
            continue
        match = _correlation(window, burst)
        best = int(np.argmax(match))
        if match[best] >= ALIKE:
            found.append((first + best - at_once) * 1000 / RATE_HZ)
    return found


def _correlation(window: Samples, burst: Samples) -> NDArray[np.float64]:
    """Normalised, for every place at which the whole burst fits into the window."""
    size = len(window) + len(burst)
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(burst, size))
    match = np.fft.irfft(spectrum, size)[: len(window) - len(burst) + 1]
    energy = np.concatenate([[0.0], np.cumsum(window.astype(np.float64) ** 2)])
    of_burst = float(np.sum(burst.astype(np.float64) ** 2))
    norms = np.sqrt((energy[len(burst) :] - energy[: -len(burst)]) * of_burst)
    # Where there is next to nothing, rounding would match anything.
    return np.asarray(match / np.maximum(norms, FAINTEST * of_burst))


Statistics = list[dict[str, Any]]


def _ratio(before: Statistics, after: Statistics, kind: str, above: str, below: str) -> float:
    """Growth of one counter over that of another, of the one report of its kind that grew."""
    for now in after:
        then = next((one for one in before if one["id"] == now["id"]), None)
        if now["type"] == kind and then is not None and now.get(below, 0) > then.get(below, 0):
            return float((now[above] - then[above]) / (now[below] - then[below]))
    sys.exit(f"The browser gave no {kind}.{above}.")


def _round_trip_ms(statistics: Statistics) -> float:
    """Of the pair of candidates that carries the call."""
    pairs = {one["id"]: one for one in statistics if one["type"] == "candidate-pair"}
    chosen = [pairs[one["selectedCandidatePairId"]] for one in statistics if "selectedCandidatePairId" in one]
    return 1000 * float(max(chosen, key=lambda pair: pair["bytesReceived"])["currentRoundTripTime"])
