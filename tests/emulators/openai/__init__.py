"""An emulator of a server that speaks OpenAI's chat API, as far as translation uses it."""
