"""Who is next at an engine that cannot take everybody."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parley.agent.listening.turns import Turn, TurnMissed, Turns
from parley.contracts.ids import ParticipantIdentity

pytestmark = pytest.mark.unit

MARIA, BEN, EVA = (ParticipantIdentity(f"u-{name}") for name in ("maria", "ben", "eva"))


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


async def test_all_are_heard_at_once_while_there_is_room() -> None:
    turns = Turns(8)
    asked = [turns.ask(ParticipantIdentity(f"u-{number}")) for number in range(9)]
    assert [one.is_granted for one in asked] == [True] * 8 + [False]
    turns.give_back(asked[3], 1.0)
    assert asked[8].is_granted


async def test_who_has_spoken_least_comes_before_who_asked_first() -> None:
    clock = Clock()
    turns = Turns(1, now=clock)
    turns.give_back(turns.ask(MARIA), 30.0)
    running = turns.ask(EVA)
    talker, quiet = turns.ask(MARIA), turns.ask(BEN)
    turns.give_back(running, 5.0)
    assert (talker.is_granted, quiet.is_granted) == (False, True)


async def test_what_was_said_long_ago_is_forgotten() -> None:
    clock = Clock()
    turns = Turns(1, now=clock)
    turns.give_back(turns.ask(MARIA), 30.0)
    clock.now_s = 600.0
    running = turns.ask(EVA)
    turns.give_back(turns.ask(BEN), 0.0)
    turns.give_back(running, 1.0)
    late, early = turns.ask(BEN), None
    turns.give_back(late, 2.0)
    running = turns.ask(EVA)
    early = turns.ask(BEN)
    maria = turns.ask(MARIA)
    turns.give_back(running, 1.0)
    assert (maria.is_granted, early.is_granted) == (True, False)


async def test_nobody_has_two_turns_while_another_waits() -> None:
    turns = Turns(2)
    first, other = turns.ask(MARIA), turns.ask(EVA)
    again, ben = turns.ask(MARIA), turns.ask(BEN)
    turns.give_back(other, 100.0)
    assert (again.is_granted, ben.is_granted) == (False, True)
    turns.give_back(first, 1.0)
    assert again.is_granted


async def test_a_wait_has_an_end_and_leaves_no_trace() -> None:
    turns = Turns(1, max_wait_s=0.0)
    running, waiting = turns.ask(MARIA), turns.ask(BEN)
    with pytest.raises(TurnMissed):
        await turns.granted(waiting)
    turns.give_back(waiting, 0.0)
    turns.give_back(running, 1.0)
    assert turns.ask(EVA).is_granted


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=60), st.integers(1, 4))
async def test_never_more_turns_than_there_are_and_none_is_left_over(
    steps: list[tuple[int, bool]], most: int
) -> None:
    turns = Turns(most, now=Clock())
    asked: list[Turn] = []
    for who, is_end in steps:
        if is_end and asked:
            turns.give_back(asked.pop(who % len(asked)), 1.0)
        else:
            asked.append(turns.ask(ParticipantIdentity(f"u-{who}")))
        assert sum(one.is_granted for one in asked) == min(most, len(asked))


@given(talkers=st.lists(st.integers(2, 10), min_size=2, max_size=8), most=st.integers(1, 3))
async def test_under_overload_all_who_always_speak_get_alike_much_of_the_engine(
    talkers: list[int], most: int
) -> None:
    """Everybody has another utterance of their own length ready, always; an utterance takes its length."""
    assume(most < len(talkers))
    turns, now_s = Turns(most, now=Clock()), 0.0  # nothing is forgotten meanwhile
    lengths = {ParticipantIdentity(f"u-{number}"): length for number, length in enumerate(talkers)}
    had = dict.fromkeys(lengths, 0.0)
    waiting = [turns.ask(name) for name in lengths for _ in range(2)]
    running: list[tuple[float, int, Turn]] = []
    for _ in range(100):
        for turn in [one for one in waiting if one.is_granted]:
            waiting.remove(turn)
            running.append((now_s + lengths[turn.speaker], turn.number, turn))
        ended = min(running)
        running.remove(ended)
        now_s, _, turn = ended
        had[turn.speaker] += lengths[turn.speaker]
        turns.give_back(turn, lengths[turn.speaker])
        waiting.append(turns.ask(turn.speaker))
    assert min(had.values()) > 0, "somebody was never heard"
    # What is at the engine counts only when it is over: so many of the longest utterances they may differ.
    assert max(had.values()) - min(had.values()) <= (most + 1) * max(talkers)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20))
async def test_who_was_silent_so_far_is_next_as_soon_as_they_speak(others: list[int]) -> None:
    turns = Turns(1, now=Clock())
    for who in range(6):
        turns.give_back(turns.ask(ParticipantIdentity(f"u-{who}")), 1.0)
    running = turns.ask(MARIA)
    waiting = [turns.ask(ParticipantIdentity(f"u-{who}")) for who in others]
    quiet = turns.ask(BEN)
    turns.give_back(running, 1.0)
    assert quiet.is_granted
    assert not any(one.is_granted for one in waiting)
