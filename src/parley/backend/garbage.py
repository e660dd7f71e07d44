"""How often Python looks for garbage that refers to itself; all other goes at once anyway."""

import gc

ALLOCATIONS = 50_000
YOUNG_PER_MIDDLE, MIDDLE_PER_OLD = 20, 100


def search_rarely() -> None:
    """A meeting is read as some hundred thousand objects without a circle among them.

    With Python's own thresholds two thirds of the reading went into searching them again and again.
    """
    gc.collect()
    gc.freeze()  # what the imports made stays
    gc.set_threshold(ALLOCATIONS, YOUNG_PER_MIDDLE, MIDDLE_PER_OLD)
