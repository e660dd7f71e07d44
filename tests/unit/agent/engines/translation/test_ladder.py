import asyncio

import pytest

from parley.agent.engines.translation.choice import pivoted
from parley.agent.engines.translation.ladder import TranslationLadder, Untranslatable
from parley.agent.engines.translation.ports import Pair, Sentence, SentenceFailed
from parley.agent.engines.trouble import Cause, EngineTrouble
from parley.contracts.meetings import SpeechEngineWish
from tests.unit.agent.engines.translation.peers import EN_ES, Scripted, raising

pytestmark = pytest.mark.unit

EN_CA = Pair("en", "ca")
HELLO = Sentence("Hello.", EN_ES)


async def test_the_best_engine_that_has_the_pair_translates() -> None:
    best, other = Scripted(name="best", pairs=(Pair("en", "de"),)), Scripted(is_draft=True)
    ladder = TranslationLadder([best, other])
    found = await ladder.translate(HELLO)
    assert (found.text, found.engine.name, found.is_draft, found.pivot) == (
        "[es] Hello.",
        "scripted",
        True,
        None,
    )
    assert best.asked == []
    assert ladder.engines() == [other.use]


@pytest.mark.parametrize(
    "answer",
    [
        raising(SentenceFailed()),
        raising(EngineTrouble(Cause.TOO_MANY)),
        raising(RuntimeError("whatever a library raises")),
        lambda _sentence: "",
        lambda _sentence: "<b>Hola</b>",
    ],
)
async def test_a_sentence_that_one_engine_fails_goes_to_the_next(answer: object) -> None:
    first, second = Scripted(answer, name="first"), Scripted(name="second")  # type: ignore[arg-type]
    assert (await TranslationLadder([first, second]).translate(HELLO)).engine.name == "second"
    assert len(first.asked) == 1


async def test_an_engine_in_trouble_is_left_alone_for_a_while_and_one_bad_sentence_is_no_trouble() -> None:
    troubled = Scripted(raising(EngineTrouble(Cause.KEY_REFUSED)), name="troubled")
    picky = Scripted(raising(SentenceFailed()), name="picky")
    ladder = TranslationLadder([troubled, picky, Scripted()])
    for _ in range(3):
        await ladder.translate(HELLO)
    assert (len(troubled.asked), len(picky.asked)) == (1, 3)


async def test_an_engine_gets_time_of_its_own_after_one_that_used_up_all() -> None:
    class Loading(Scripted):
        async def translate(self, sentence: Sentence) -> str:
            await asyncio.sleep(0.35)
            return await super().translate(sentence)

    trickling = Scripted(name="trickling")
    trickling.go_on.clear()
    ladder = TranslationLadder([trickling, Loading(name="loading")], patience_s=2.4)
    assert (await ladder.translate(HELLO)).engine.name == "loading"


async def test_a_broken_pair_leaves_others_alone_that_are_programs_of_their_own() -> None:
    def one_is_broken(sentence: Sentence) -> str:
        if sentence.pair.target == "ca":
            raise EngineTrouble(Cause.KEY_REFUSED)
        return "Hola."

    here = Scripted(one_is_broken, pairs=(EN_ES, EN_CA))
    elsewhere = Scripted(one_is_broken, pairs=(EN_ES, EN_CA), local=False)
    for engine, asked in ((here, 2), (elsewhere, 1)):
        ladder = TranslationLadder([engine, Scripted(name="below", pairs=(EN_ES, EN_CA))])
        assert (await ladder.translate(Sentence("Hello.", EN_CA))).engine.name == "below"
        await ladder.translate(HELLO)
        assert len(engine.asked) == asked


async def test_without_an_engine_that_may_soon_work_a_sentence_is_given_up_at_once() -> None:
    for problem in (SentenceFailed(), EngineTrouble(Cause.NO_CREDIT)):
        with pytest.raises(Untranslatable):
            await TranslationLadder([Scripted(raising(problem))]).translate(HELLO)
    with pytest.raises(Untranslatable):
        await TranslationLadder([]).translate(HELLO)


async def test_an_engine_that_says_nothing_costs_no_more_than_the_patience() -> None:
    mute = Scripted()
    mute.go_on.clear()
    with pytest.raises(Untranslatable):
        await TranslationLadder([mute], patience_s=0.0).translate(HELLO)


async def test_two_pairs_make_a_third_only_if_allowed_and_it_is_said() -> None:
    one = Scripted(pairs=(EN_ES, Pair("es", "ca")))
    wanted = Sentence("Hello.", Pair("en", "ca"), before="Good morning.")
    assert not TranslationLadder([one]).can(wanted.pair)
    ladder = TranslationLadder([one], allows_pivot=True)
    assert ladder.can(wanted.pair)
    found = await ladder.translate(wanted)
    assert (found.text, found.pivot) == ("[ca] [es] Hello.", "es")
    assert [sentence.before for sentence in one.asked] == ["Good morning.", ""]
    assert [(pair.source, pair.target, pair.pivot) for pair in pivoted([one])] == [("en", "ca", "es")]


async def test_a_host_who_keeps_everything_here_keeps_text_here() -> None:
    cloud, here = Scripted(name="cloud", local=False), Scripted(name="here")
    ladder = TranslationLadder([cloud, here])
    ladder.allow(SpeechEngineWish.LOCAL)
    assert (await ladder.translate(HELLO)).engine.name == "here"
    assert cloud.asked == []
    assert not TranslationLadder([]).can(EN_ES)
