"""Notes: asked for, leased to a worker, kept."""
