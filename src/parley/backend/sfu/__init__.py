"""The SFU behind a port. The only package of the control plane that imports LiveKit's API."""
