"""How calls go: what pages, agents and the backend measure of them."""
