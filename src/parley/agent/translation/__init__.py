"""From finals to the same words in the languages that people read."""
