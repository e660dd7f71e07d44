from pathlib import Path

import pytest

from parley.agent.engines.translation.choice import TranslationEngine
from parley.stack.settings import StackSettings
from parley.stack.translation_check import translation

pytestmark = pytest.mark.unit


def test_every_installed_pair_is_named_with_what_there_is_to_know_of_it(tmp_path: Path) -> None:
    for name in ("eng-spa", "spa-cat"):
        (tmp_path / f"{name}.mode").write_text("cat")
    finding = translation(StackSettings(apertium_modes=tmp_path, translation_pivot=True))
    assert finding.is_fine
    assert finding.detail == "apertium: en→es (draft), es→ca (draft), en→ca (draft, by way of es)"


def test_no_pair_is_a_note_that_names_what_to_install(tmp_path: Path) -> None:
    finding = translation(StackSettings(apertium_modes=tmp_path))
    assert (finding.is_fine, finding.is_required) == (False, False)
    assert "apt-get install apertium-eng-spa" in finding.mend


def test_a_folder_of_opus_models_that_cannot_be_used_is_a_note_beside_what_works(tmp_path: Path) -> None:
    models, modes = tmp_path / "models", tmp_path / "modes"
    (models / "opus-mt-en-es").mkdir(parents=True)
    modes.mkdir()
    (modes / "eng-spa.mode").write_text("cat")
    finding = translation(StackSettings(apertium_modes=modes, opus_models=models))
    assert (finding.is_fine, finding.is_required) == (False, False)
    assert "apertium: en→es (draft); opus-mt-en-es lacks model.bin" in finding.detail
    assert "PARLEY_OPUS_MODELS" in finding.mend


def test_translation_that_is_off_lacks_nothing(tmp_path: Path) -> None:
    off = StackSettings(apertium_modes=tmp_path, translation_engine=TranslationEngine.OFF)
    assert translation(off).is_fine
