"""What a call loses when its network or its SFU fails: our page beside stock livekit-client."""
