"""Speech engines: the ports, one file per engine, and the host process that loads weights once per worker."""
