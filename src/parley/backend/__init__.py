"""The control plane: meetings, access, the store, and the leases of agents. Never touches audio."""
