"""Processes that speak a vendor's protocol, so that its real client can be tested without the vendor."""
