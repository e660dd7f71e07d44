"""Sees to many things so that what one of them raises holds up no other."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")
Outcome = TypeVar("Outcome")


async def one_by_one(things: Iterable[Thing], see_to: Callable[[Thing], Awaitable[Outcome]]) -> list[Outcome]:
    """In turn. Raises ExceptionGroup, when all were seen to, of what was raised."""
    outcomes: list[Outcome | BaseException] = []
    for thing in things:
        try:
            outcomes.append(await see_to(thing))
        except Exception as error:  # noqa: BLE001 - raised below, with the others
            outcomes.append(error)
    return _all_or_errors(outcomes)


async def side_by_side(
    things: Iterable[Thing], see_to: Callable[[Thing], Awaitable[Outcome]]
) -> list[Outcome]:
    """At the same time. Raises ExceptionGroup, when all were seen to, of what was raised."""
    return _all_or_errors(await asyncio.gather(*map(see_to, things), return_exceptions=True))


def _all_or_errors(outcomes: Iterable[Outcome | BaseException]) -> list[Outcome]:
    good: list[Outcome] = []
    errors: list[BaseException] = []
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            errors.append(outcome)
        else:
            good.append(outcome)
    if errors:
        raise BaseExceptionGroup("seen to all, not without errors", errors)
    return good
