"""Deepgram's streaming protocol (`/v1/listen`) as a process of its own, with faults on demand.

    python -m tests.emulators.deepgram --key KEY

prints its port and serves until its standard input closes. What it hears are the fake engine's words. Tests
tell it by `/control` how the next connections are to go, and learn there what came.
"""
