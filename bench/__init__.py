"""What Parley claims in numbers, measured beside a peer where there is one."""
