"""What has to reach the store: on disk first, then sent, in order, until it is taken."""
