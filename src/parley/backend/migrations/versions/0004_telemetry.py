"""Create telemetry of calls."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "telemetry_pages",
        sa.Column("page_key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("meeting_id", sa.String(length=22), nullable=False),
        sa.Column("participant", sa.String(length=64), nullable=False),
        sa.Column("page_id", sa.String(length=32), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.Column("last_end_ms", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.meeting_id"]),
        sa.ForeignKeyConstraint(["participant"], ["participants.identity"]),
        sa.PrimaryKeyConstraint("page_key"),
        sa.UniqueConstraint("participant", "page_id"),
    )
    for column in ("meeting_id", "received_at"):
        op.create_index(f"ix_telemetry_pages_{column}", "telemetry_pages", [column])

    op.create_table(
        "telemetry_buckets",
        sa.Column("page_key", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["page_key"], ["telemetry_pages.page_key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("page_key", "sequence"),
    )

    op.create_table(
        "telemetry_agent_buckets",
        sa.Column("lease_id", sa.String(length=32), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lease_id"], ["agent_leases.lease_id"]),
        sa.PrimaryKeyConstraint("lease_id", "start_ms"),
    )
    op.create_index("ix_telemetry_agent_buckets_received_at", "telemetry_agent_buckets", ["received_at"])

    op.create_table(
        "telemetry_sfu_buckets",
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("started_at"),
    )

    op.create_table(
        "telemetry_events",
        sa.Column("arrival", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("meeting_id", sa.String(length=22), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("room_started", "room_finished", "participant_joined", "participant_left"),
                *("participant_connection_aborted", "track_published", "track_unpublished"),
                name="servereventkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("participant", sa.String(length=128), nullable=True),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.meeting_id"]),
        sa.PrimaryKeyConstraint("arrival"),
    )
    op.create_index("ix_telemetry_events_meeting", "telemetry_events", ["meeting_id", "at_ms"])
    op.create_index("ix_telemetry_events_received_at", "telemetry_events", ["received_at"])


def downgrade() -> None:
    for table in ("events", "sfu_buckets", "agent_buckets", "buckets", "pages"):
        op.drop_table(f"telemetry_{table}")
