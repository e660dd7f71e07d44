"""How good cleaned speech is: against the clean one, and by a listener's model where there is one."""

from pathlib import Path

import numpy as np
import onnxruntime
import soxr
from numpy.typing import NDArray

RATE_HZ = 48_000
MODEL = Path(__file__).resolve().parents[3] / "shared" / "data" / "dnsmos" / "sig_bak_ovr.onnx"
NET_DELAY = 1_440  # samples, as in web/src/media/denoise/dsp/shape.ts
_MODEL_HZ = 16_000
_WINDOW = 144_160  # 9.01 s
# Raw model output to mean opinion score: a·x² + b·x + c, of the DNSMOS P.835 release (not personalised).
_OVERALL = (-0.06766283, 1.11546468, 0.04602535)

Samples = NDArray[np.float32]


class Listener:
    """DNSMOS P.835, overall: 1 to 5. One thread. It hears 16 kHz, so nothing above 8 kHz counts."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])

    def overall(self, samples: Samples) -> float:
        """Mean over windows of 9.01 s, one each second; what is shorter is repeated."""
        heard = np.asarray(soxr.resample(samples, RATE_HZ, _MODEL_HZ), np.float32)
        while len(heard) < _WINDOW:
            heard = np.concatenate([heard, heard])
        windows = int(len(heard) // _MODEL_HZ - 9.01) + 1
        starts = [number * _MODEL_HZ for number in range(windows)]
        raw = [
            self._session.run(None, {"input_1": heard[start : start + _WINDOW][None]})[0][0][2]
            for start in starts
        ]
        return float(np.mean(np.polyval(_OVERALL, raw)))


def listener() -> Listener | None:
    """None, said aloud, where the model is not there."""
    if MODEL.is_file():
        return Listener()
    print(f"DNSMOS is skipped: {MODEL} is not there; SI-SDR alone is measured.")
    return None


def aligned(processed: Samples, clean: Samples) -> tuple[Samples, Samples]:
    """Both without what is late, by at most an eighth of a second."""
    late = delay(processed, clean)
    length = min(len(processed) - late, len(clean))
    return processed[late : late + length], clean[:length]


def delay(processed: Samples, clean: Samples, longest: int = RATE_HZ // 8) -> int:
    """Samples by which the processed one is later."""
    size = len(processed) + len(clean)
    match = np.fft.irfft(np.fft.rfft(processed, size) * np.conj(np.fft.rfft(clean, size)), size)
    return int(np.argmax(np.abs(match[:longest])))


def si_sdr_db(processed: Samples, clean: Samples) -> float:
    """Scale-invariant signal-to-distortion ratio of signals in step."""
    processed, clean = processed - processed.mean(), clean - clean.mean()
    target = (processed @ clean) / (clean @ clean) * clean
    error = processed - target
    return float(10 * np.log10((target @ target) / (error @ error + 1e-12)))


def mixed_back(cleaned: Samples, noisy: Samples, limit_db: float) -> Samples:
    """What the net gives when it may take away no more than that; sound mixes as spectra do."""
    share = 10 ** (-limit_db / 20)
    late = np.pad(noisy, (NET_DELAY, 0))[: len(noisy)]
    return np.asarray(cleaned * (1 - share) + late * share, np.float32)
