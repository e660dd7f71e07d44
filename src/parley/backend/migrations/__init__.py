"""Schema versions, run by themselves at the start of the backend."""
