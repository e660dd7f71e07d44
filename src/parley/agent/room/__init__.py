"""LiveKit's room: who is heard, what is published. The only place where the agent touches media."""
