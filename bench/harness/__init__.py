"""What the benches share: rows and tables, speech to play, deployments to measure."""
