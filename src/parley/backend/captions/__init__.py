"""Final segments as they are stored, and the transcript they make."""
