"""Every test module says what it needs: an unmarked one fails collection."""

import pytest
from hypothesis import HealthCheck, settings

CATEGORIES = ("unit", "integration", "e2e")

# Hypothesis fails an example that takes more than 200 ms: on a busy machine any does, now and then.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")


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
