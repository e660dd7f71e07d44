"""The AI plane: a LiveKit Agents worker with one job per meeting. See ARCHITECTURE.md."""
