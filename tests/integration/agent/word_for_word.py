"""A tiny OPUS-MT model whose weights are written by hand, so that what it must say is known.

It is a Marian transformer of one layer that attends to the word at its own position and says what a small
dictionary has for it; what is not in the dictionary it says again. It is put on disk as OPUS-MT's packages
are (`decoder.yml`, `model.npz`, vocabularies, SentencePiece models) and converted by CTranslate2's own
converter. It says nothing of how well real models translate.
"""

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import ctranslate2.converters
import numpy as np
import sentencepiece
from numpy.typing import NDArray

DICTIONARY = {"the": "el", "house": "casa", "we": "nosotros", "meet": "vemos", "and": "y"}
TOLD_APART = 128  # dimensions of a word's vector, and of a position's
WIDTH = 2 * TOLD_APART
POSITIONS = 600
SPACE = "▁"
_SHARPNESS, _LOUDNESS = 3.0, 10.0
_VOCABULARY = 400

Weights = NDArray[np.float32]


def write_opus_model(folder: Path, *, says_backwards: bool = False) -> Path:
    """A converted model in `folder`, from English into Spanish, or the other way."""
    with tempfile.TemporaryDirectory(prefix="parley-opus-") as package:
        _write_package(Path(package), folder, says_backwards=says_backwards)
    return folder


def _write_package(package: Path, folder: Path, *, says_backwards: bool) -> None:
    model = _sentence_pieces()
    for name in ("source.spm", "target.spm"):
        (package / name).write_bytes(model)
    pieces = _pieces(model)
    ids = {piece: number for number, piece in enumerate(pieces)}
    vocabulary = "".join(f"{_quoted(piece)}: {number}\n" for piece, number in ids.items())
    (package / "vocab.yml").write_text(vocabulary, encoding="utf-8")
    (package / "decoder.yml").write_text("models: [model.npz]\nvocabs: [vocab.yml, vocab.yml]\n")
    weights = _weights(ids, says_backwards=says_backwards)
    np.savez(package / "model.npz", **weights)  # type: ignore[arg-type]  # takes them for its own options
    ctranslate2.converters.OpusMTConverter(str(package)).convert(str(folder), quantization="int8")
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(model)


def _sentence_pieces() -> bytes:
    words = [*DICTIONARY, *DICTIONARY.values(), "word", "more"]
    ascii_ = [chr(code) for code in range(33, 127)]
    lines = [
        *(" ".join(words[at:] + words[:at]) for at in range(len(words))),
        " ".join(ascii_),
        "".join(ascii_),
    ]
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines * 20),
        model_writer=written,
        model_type="bpe",
        vocab_size=_VOCABULARY,
        hard_vocab_limit=False,
        character_coverage=1.0,
        user_defined_symbols=[SPACE + word for word in words],
        minloglevel=2,
    )
    return written.getvalue()


def _pieces(model: bytes) -> list[str]:
    """In Marian's order: the end first, then the unknown."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    own = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    return ["</s>", "<unk>", *(piece for piece in own if piece not in {"<s>", "</s>", "<unk>"})]


def _quoted(piece: str) -> str:
    return '"' + piece.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _weights(ids: dict[str, int], *, says_backwards: bool) -> dict[str, NDArray[Any]]:
    random = np.random.default_rng(0)
    words = random.choice([-1.0, 1.0], (len(ids), TOLD_APART)).astype(np.float32)
    heard = words.copy()
    for word, other in DICTIONARY.items():
        one, two = ids[SPACE + word], ids[SPACE + other]
        heard[two if says_backwards else one] = words[one if says_backwards else two]
    nothing = np.zeros((len(ids), TOLD_APART), np.float32)
    scale = np.float32(WIDTH**-0.5)  # Marian multiplies what it reads by the root of the width
    positions = random.choice([-1.0, 1.0], (POSITIONS, TOLD_APART)).astype(np.float32)
    place, content = _block(from_half=1, to_half=1), _block(from_half=0, to_half=0)
    weights: dict[str, NDArray[Any]] = {
        "special:model.yml": np.frombuffer(  # JSON is YAML
            json.dumps(_CONFIG).encode() + b"\0", np.int8
        ),
        "encoder_Wemb": np.hstack([heard, nothing]) * scale,
        "decoder_Wemb": np.hstack([words, nothing]) * scale,
        "Wpos": np.hstack([np.zeros_like(positions), positions]),
        "decoder_ff_logit_out_b": np.zeros((1, len(ids)), np.float32),
    }
    for scope in ("encoder_l1_self", "decoder_l1_self"):
        weights |= _attention(scope, place, place, content, np.zeros((WIDTH, WIDTH), np.float32))
    weights |= _attention("decoder_l1_context", place * _SHARPNESS, place, content, content * _LOUDNESS)
    for scope in ("encoder_l1_ffn", "decoder_l1_ffn"):
        for number in (1, 2):
            weights |= {f"{scope}_W{number}": np.zeros((WIDTH, WIDTH), np.float32)}
            weights |= {f"{scope}_b{number}": np.zeros((1, WIDTH), np.float32)}
        weights |= _norm(f"{scope}_ffn")
    return weights


def _attention(
    scope: str, query: Weights, key: Weights, value: Weights, out: Weights
) -> dict[str, NDArray[Any]]:
    matrices = {"q": query, "k": key, "v": value, "o": out}
    weights: dict[str, NDArray[Any]] = {f"{scope}_W{name}": matrix for name, matrix in matrices.items()}
    weights |= {f"{scope}_b{name}": np.zeros((1, WIDTH), np.float32) for name in matrices}
    return weights | _norm(f"{scope}_Wo")


def _norm(scope: str) -> dict[str, NDArray[Any]]:
    return {
        f"{scope}_ln_scale": np.ones((1, WIDTH), np.float32),
        f"{scope}_ln_bias": np.zeros((1, WIDTH), np.float32),
    }


def _block(from_half: int, to_half: int) -> Weights:
    block = np.zeros((2, TOLD_APART, 2, TOLD_APART), np.float32)
    block[from_half, :, to_half] = np.eye(TOLD_APART)
    return block.reshape(WIDTH, WIDTH)


_CONFIG = {
    "type": "transformer",
    "transformer-decoder-autoreg": "self-attention",
    "transformer-no-projection": False,
    "transformer-ffn-activation": "swish",
    "transformer-postprocess-emb": "d",
    "transformer-preprocess": "",
    "transformer-postprocess": "dan",
    "transformer-guided-alignment-layer": "last",
    "transformer-heads": 1,
    "enc-depth": 1,
    "dec-depth": 1,
}
