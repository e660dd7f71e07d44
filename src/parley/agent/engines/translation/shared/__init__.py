"""The translators that run on this machine are one set a worker: its meetings share them over a socket."""
