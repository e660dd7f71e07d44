"""The server's side of the connection test: a room of its own, for two minutes."""
