"""livekit-server killed, and back after two seconds: the words of people who speak all the time."""

from statistics import median

from bench.harness import network
from bench.harness.rows import Row

PEER = "none"


def run() -> list[Row]:
    """Seconds from the kill until words that were said after it are in the transcript."""
    measured = network.measured("captions", stock=0)
    seconds = measured.seconds["ours"]
    return [
        Row("SFU killed, back after 2 s: words again p50", "s", median(seconds)),
        Row(f"SFU killed, back after 2 s: words again, max of {len(seconds)}", "s", max(seconds), None, 10.0),
        Row("finished captions lost or doubled", "captions", measured.wrong, None, 0),
    ]
