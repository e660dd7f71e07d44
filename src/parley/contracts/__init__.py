"""The shared vocabulary: what flows between browser, backend and agent. Imports nothing of ours."""
