"""Create meetings, participants, leases, segments and notes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("meeting_id", sa.String(length=22), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("host_key_digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "running", "ended", name="meetingstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("captions_on", sa.Boolean(), nullable=False),
        sa.Column("notes_on", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("empty_since", sa.DateTime(), nullable=True),
        sa.Column("room_closed_at", sa.DateTime(), nullable=True),
        sa.Column("notes_requested_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("meeting_id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index("ix_meetings_state", "meetings", ["state"])

    op.create_table(
        "sfu_events",
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
    )
    op.create_index("ix_sfu_events_received_at", "sfu_events", ["received_at"])

    op.create_table(
        "agent_leases",
        sa.Column("lease_id", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.String(length=22), nullable=False),
        sa.Column("agent_identity", sa.String(length=64), nullable=False),
        sa.Column("dispatch_id", sa.String(length=64), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("live_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column(
            "close_reason",
            sa.Enum(
                "lost",
                "finished",
                "not_wanted",
                "meeting_ended",
                "not_dispatched",
                name="closereason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("billed_speech_ms", sa.Integer(), nullable=False),
        sa.Column("utterances", sa.Integer(), nullable=False),
        sa.Column("engines", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.meeting_id"],
        ),
        sa.PrimaryKeyConstraint("lease_id"),
        sa.UniqueConstraint("agent_identity"),
    )
    op.create_index("ix_agent_leases_meeting_id", "agent_leases", ["meeting_id"])
    op.create_index(
        "ix_agent_leases_one_open",
        "agent_leases",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "notes_requests",
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.String(length=22), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_to", sa.String(length=128), nullable=True),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("has_failed", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.meeting_id"],
        ),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_index("ix_notes_requests_finished_at", "notes_requests", ["finished_at"])
    op.create_index("ix_notes_requests_meeting_id", "notes_requests", ["meeting_id"])
    op.create_index("ix_notes_requests_requested_at", "notes_requests", ["requested_at"])

    op.create_table(
        "participants",
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "role",
            sa.Enum("host", "participant", "viewer", name="role", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("resume_digest", sa.String(length=64), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.meeting_id"],
        ),
        sa.PrimaryKeyConstraint("identity"),
        sa.UniqueConstraint("resume_digest"),
    )
    op.create_index("ix_participants_meeting_id", "participants", ["meeting_id"])

    op.create_table(
        "segments",
        sa.Column("arrival", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("segment_id", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=22), nullable=False),
        sa.Column("lease_id", sa.String(length=32), nullable=False),
        sa.Column("speaker", sa.String(length=64), nullable=False),
        sa.Column("speaker_name", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lease_id"],
            ["agent_leases.lease_id"],
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.meeting_id"],
        ),
        sa.ForeignKeyConstraint(
            ["speaker"],
            ["participants.identity"],
        ),
        sa.PrimaryKeyConstraint("arrival"),
        sa.UniqueConstraint("segment_id"),
    )
    op.create_index("ix_segments_meeting_order", "segments", ["meeting_id", "start_ms", "arrival"])


def downgrade() -> None:
    for table in ("segments", "participants", "notes_requests", "agent_leases", "sfu_events", "meetings"):
        op.drop_table(table)
