"""Leases of agents: each meeting that wants AI has exactly one live agent."""
