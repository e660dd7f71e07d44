"""How calls went, as pages and agents tell it and the SFU shows it: kept for a while, and read."""
