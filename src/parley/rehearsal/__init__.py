"""`parley rehearse`: plays recordings into a real meeting and reports what came out, and when."""
