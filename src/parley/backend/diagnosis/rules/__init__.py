"""What is trouble, whose, and what is only the consequence of another. Pure."""
