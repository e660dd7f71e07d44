"""Is the backend alive, is it ready, and which engines are live."""
