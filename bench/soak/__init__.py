"""A real deployment under faults: processes that die and come back, people who stay, and the reckoning."""
