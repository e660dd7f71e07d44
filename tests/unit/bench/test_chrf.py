"""The score's figures are those of sacrebleu 2.6.0, corpus_chrf with its defaults, for the same texts."""

import pytest

from bench.harness.chrf import chrf

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("translations", "references", "score"),
    [
        (
            ["El gato está en la casa.", "Buenos días a todos"],
            ["El gato duerme en la casa.", "Buenos días, todos"],
            62.11664784913237,
        ),
        (["abc"], ["xyz"], 0.0),
        (["ab"], ["ab"], 100.0),
        ([""], ["ab"], 0.0),
    ],
)
def test_the_score_is_the_one_that_others_compute(
    translations: list[str], references: list[str], score: float
) -> None:
    assert chrf(translations, references) == pytest.approx(score)
