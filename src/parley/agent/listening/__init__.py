"""From the sound of one microphone to utterances in a speech engine."""
