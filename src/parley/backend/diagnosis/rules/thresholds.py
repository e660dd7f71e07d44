"""From where on something is trouble.

Values from the field's common rules (ITU-T G.114 for delay, W3C webrtc-stats for what is counted); the
recorded calls of tests/traces gave no reason to change one. Each pair is where trouble begins and where it
could hardly be worse.
"""

UPLINK_LOSS_PCT = (2.5, 15.0)
DOWNLINK_LOSS_PCT = (2.5, 15.0)
LOSS_ALONE_PCT = 10.0
"""So much within one bucket is trouble even if it does not come again."""
PACKETS_MIN = 60
"""Fewer within a bucket say nothing about a share of some percent."""

ROUND_TRIP_RISE_MS = (80.0, 400.0)
"""Above what the person's line takes when it is free: packets wait in a queue."""
LIMITED_BANDWIDTH_PCT = (40.0, 100.0)
SETTLING_MS = 10_000
"""After coming in the browser feels its way up to what the line carries; that is no trouble."""

LIMITED_CPU_PCT = (20.0, 100.0)
LATENESS_MS = (1000.0, 4000.0)
BUSY_PCT = (30.0, 90.0)
DROPPED_PCT = (15.0, 60.0)

RELAY_ROUND_TRIP_MS = (150.0, 500.0)
RELAY_JITTER_BUFFER_MS = (180.0, 500.0)

SILENT_DBFS = -90.0
"""A quiet room gives more, even behind a suppressor; a microphone muted at itself, or the wrong one, none."""
SILENT_MS = 12_000
DOUBLED_MS = 9_000

CAPTION_LAG_MS = (2000.0, 8000.0)
QUEUE_MS = (3000.0, 12_000.0)
REALTIME_FACTOR = (0.95, 3.0)

SFU_ANSWER_MS = (400.0, 2000.0)
SFU_TOUCHED_SHARE = 0.5
"""Of the people who listen, so many must have noticed within the same moment."""
SFU_TOUCHED_MIN = 2

AWAY_MS = (800.0, 10_000.0)

CONCEALED_PCT = (3.0, 20.0)
FREEZE_PCT = (8.0, 60.0)
"""Where a listener notices: RFC 6035 and common sense; a sixth of a second a bucket is not seen."""

GAP_MS = 7_500
"""Trouble that pauses for a bucket goes on."""
SHORT_BUCKET_MS = 1_500
"""The last bucket of a page may be a moment; shares of it say nothing."""
