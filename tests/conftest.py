"""Every test module says what it needs: an unmarked one fails collection."""

import pytest

CATEGORIES = ("unit", "integration", "e2e")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    unmarked = sorted(
        {
            item.nodeid.split("::")[0]
            for item in items
            if not any(item.get_closest_marker(c) for c in CATEGORIES)
        }
    )
    if unmarked:
        choices = ", ".join(CATEGORIES)
        raise pytest.UsageError(
            f"Declare `pytestmark = pytest.mark.<category>` ({choices}) in: {', '.join(unmarked)}"
        )
