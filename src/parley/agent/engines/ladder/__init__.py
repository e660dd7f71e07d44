"""The ladder: a meeting's engines, best first, and how an utterance gets from one to the next."""
