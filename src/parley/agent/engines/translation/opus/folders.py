"""Which OPUS-MT models there are: a folder of folders, one a pair, as CTranslate2's converters write them.

A folder is named by its pair, whatever is before it: `en-es`, `opus-mt-en-es`, `opus-mt-tc-big-en-pt_BR`.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from parley.agent.engines.model_file import problem_with_model_file
from parley.agent.engines.translation.ports import Pair, tag_of

SOURCE_PIECES, TARGET_PIECES = "source.spm", "target.spm"
_SPEC = b"TransformerSpec"
_NAME = re.compile(r"(?:[a-z]+-)*?([a-z]{2,3}(?:_[A-Za-z]+)?)-([a-z]{2,3}(?:_[A-Za-z]+)?)")
_REQUIRED = ("model.bin", "config.json", SOURCE_PIECES, TARGET_PIECES)
_VOCABULARIES = ("shared_vocabulary.json", "source_vocabulary.json")


@dataclass(frozen=True)
class OpusFolder:
    """A model whose files are all there."""

    path: Path
    pair: Pair


@dataclass(frozen=True)
class OpusFound:
    """What the setting's folder holds.

    Attributes:
        problems: A sentence each, for operators, on what looks like a model and cannot be used.
    """

    folders: tuple[OpusFolder, ...]
    problems: tuple[str, ...]


def opus_models(root: Path) -> OpusFound:
    """Looks at names and files, loads nothing; of one pair the first name counts."""
    try:
        paths = sorted(path for path in root.iterdir() if path.is_dir())
    except OSError as problem:
        return OpusFound((), (f"PARLEY_OPUS_MODELS={root} cannot be read ({problem.strerror}).",))
    folders: dict[Pair, OpusFolder] = {}
    problems = []
    for path in paths:
        if (pair := _pair(path.name)) is None:
            problems.append(f"{path.name} names no pair of languages: call it like opus-mt-en-es.")
        elif (what := _problem(path)) is not None:
            problems.append(f"{path.name} {what}: convert it anew (docs/features/translation.md).")
        else:
            folders.setdefault(pair, OpusFolder(path, pair))
    if not paths:
        problems.append(f"PARLEY_OPUS_MODELS={root} holds no folder of a model, such as opus-mt-en-es.")
    return OpusFound(tuple(folders.values()), tuple(problems))


def _pair(name: str) -> Pair | None:
    match = _NAME.fullmatch(name)
    source, target = (tag_of(code) for code in match.groups()) if match else (None, None)
    return Pair(source, target) if source and target and source != target else None


def _problem(folder: Path) -> str | None:
    """What is wrong with a model's files, as it follows on its name."""
    try:
        missing = [name for name in _REQUIRED if not (folder / name).is_file()]
        if not any((folder / name).is_file() for name in _VOCABULARIES):
            missing.append(" or ".join(_VOCABULARIES))
        if missing:
            return f"lacks {', '.join(missing)}"
        if problem := problem_with_model_file(folder / "model.bin", _SPEC):
            return f"is corrupt (model.bin: {problem})"
        if not isinstance(json.loads((folder / "config.json").read_bytes()), dict):
            return "is corrupt (config.json is no JSON object)"
    except OSError as problem:
        return f"cannot be read ({problem.strerror})"
    except ValueError:
        return "is corrupt (config.json is no JSON)"
    return None
