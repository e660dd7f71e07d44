"""Who may enter a meeting and command it, and how they prove it."""
