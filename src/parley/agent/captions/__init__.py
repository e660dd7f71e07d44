"""From engine events to captions."""
