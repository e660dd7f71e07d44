"""The agents' only door to the backend."""
