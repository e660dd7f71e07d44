"""Any model behind OpenAI's chat API: of a vendor, or of a server of one's own."""
