"""What the SFU tells of itself, and what is seen of it from outside."""
