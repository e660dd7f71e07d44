"""The process that holds one model: lines of JSON in, lines of JSON out, in the same order.

Says `{"is_ready": true}` once the model is loaded, then answers each `{"text": …}` with the same, translated.
It ends when its input does, so it never outlives its worker.
"""

import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import ctranslate2
import sentencepiece

from parley.agent.engines.translation.opus.folders import SOURCE_PIECES, TARGET_PIECES
from parley.agent.engines.translation.opus.passages import passages

_MOST_PIECES = 256  # of a passage; a language without spaces has no words to cut at
_BEAMS = 2
_BATCH_PASSAGES = 16
_END = "</s>"


class Model:
    """Loads a folder; one thread, int8 whatever the weights are stored as.

    Raises:
        RuntimeError: CTranslate2 cannot load it.
        OSError: SentencePiece cannot.
    """

    def __init__(self, folder: Path) -> None:
        self._translator = ctranslate2.Translator(
            str(folder), device="cpu", compute_type="int8", inter_threads=1, intra_threads=1
        )
        self._source = sentencepiece.SentencePieceProcessor(model_file=str(folder / SOURCE_PIECES))
        self._target = sentencepiece.SentencePieceProcessor(model_file=str(folder / TARGET_PIECES))
        # Marian's own models end a sentence by themselves; those that went through Transformers do not.
        adds_end = json.loads((folder / "config.json").read_bytes()).get("add_source_eos", False)
        self._end = [] if adds_end else [_END]

    def translate(self, text: str) -> str:
        """The text, passage by passage; words that the model has no pieces for stay as they are."""
        batch = [[*pieces, *self._end] for passage in passages(text) for pieces in self._pieces(passage)]
        if not batch:
            return ""
        results = self._translator.translate_batch(
            batch,
            beam_size=_BEAMS,
            max_batch_size=_BATCH_PASSAGES,
            max_decoding_length=2 * _MOST_PIECES,
            replace_unknowns=True,
        )
        return " ".join(self._target.decode(result.hypotheses[0]) for result in results)

    def _pieces(self, passage: str) -> Iterator[list[str]]:
        pieces = self._source.encode(passage, out_type=str)
        for at in range(0, len(pieces), _MOST_PIECES):
            yield pieces[at : at + _MOST_PIECES]


def main() -> None:
    """Serves one folder until the input ends."""
    # Ctrl-C reaches the whole group at once; the worker first lets its jobs finish their last sentences.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    model = Model(Path(sys.argv[1]))
    _say({"is_ready": True})
    for line in sys.stdin:
        _say({"text": model.translate(json.loads(line)["text"])})


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
