"""How the agent's own work goes: for the meeting's telemetry, for metrics and for traces."""
