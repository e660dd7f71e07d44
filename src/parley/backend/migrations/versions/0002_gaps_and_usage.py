"""Create gaps and usage of speech; languages, profanity policy and speech engine of meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Columns are added and dropped one by one: a table that is copied, as Alembic's batches do, would be emptied
# under the rows that refer to it, which SQLite's foreign keys forbid.


def upgrade() -> None:
    op.add_column("meetings", sa.Column("language", sa.String(length=35), nullable=True))
    op.add_column(
        "meetings", _choice("profanity", "keep", "mask", name="profanitypolicy", server_default="keep")
    )
    op.add_column(
        "meetings", _choice("speech_engine", "auto", "local", name="speechenginewish", server_default="auto")
    )
    op.add_column("meetings", sa.Column("ears_due_since_ms", sa.Integer(), nullable=True))
    op.add_column("participants", sa.Column("language", sa.String(length=35), nullable=True))

    # A job's totals had no speaker, so they cannot be carried over into the table that has one.
    op.drop_column("agent_leases", "billed_speech_ms")
    op.drop_column("agent_leases", "utterances")
    op.add_column("agent_leases", sa.Column("listened_ms", sa.Integer(), nullable=True))
    op.add_column("agent_leases", sa.Column("speech_engine", sa.String(length=128), nullable=True))
    for claim in ("is_fallback", "is_behind"):
        op.add_column(
            "agent_leases", sa.Column(claim, sa.Boolean(), nullable=False, server_default=sa.false())
        )

    op.create_table(
        "speech_usage",
        sa.Column("lease_id", sa.String(length=32), nullable=False),
        sa.Column("speaker", sa.String(length=64), nullable=False),
        sa.Column("engine_kind", sa.String(length=64), nullable=False),
        sa.Column("engine_name", sa.String(length=128), nullable=False),
        sa.Column("billed_speech_ms", sa.Integer(), nullable=False),
        sa.Column("engine_ms", sa.Integer(), nullable=True),
        sa.Column("utterances", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lease_id"], ["agent_leases.lease_id"]),
        sa.ForeignKeyConstraint(["speaker"], ["participants.identity"]),
        sa.PrimaryKeyConstraint("lease_id", "speaker", "engine_kind", "engine_name"),
    )

    op.create_table(
        "gaps",
        sa.Column("arrival", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("gap_id", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=22), nullable=False),
        sa.Column("lease_id", sa.String(length=32), nullable=True),
        sa.Column("speaker", sa.String(length=64), nullable=True),
        sa.Column("speaker_name", sa.String(length=80), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        _choice(
            "reason",
            *("overloaded", "engine_failed", "language_unsupported", "agent_away"),
            name="gapreason",
        ),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lease_id"], ["agent_leases.lease_id"]),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.meeting_id"]),
        sa.ForeignKeyConstraint(["speaker"], ["participants.identity"]),
        sa.PrimaryKeyConstraint("arrival"),
        sa.UniqueConstraint("gap_id"),
    )
    op.create_index("ix_gaps_meeting_order", "gaps", ["meeting_id", "start_ms", "arrival"])
    op.create_index(
        "ix_gaps_one_open", "gaps", ["meeting_id"], unique=True, sqlite_where=sa.text("end_ms IS NULL")
    )


def downgrade() -> None:
    op.drop_table("gaps")
    op.drop_table("speech_usage")
    for column in ("listened_ms", "speech_engine", "is_fallback", "is_behind"):
        op.drop_column("agent_leases", column)
    for column in ("billed_speech_ms", "utterances"):
        op.add_column("agent_leases", sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    op.drop_column("participants", "language")
    for column in ("language", "profanity", "speech_engine", "ears_due_since_ms"):
        op.drop_column("meetings", column)


def _choice(column: str, *values: str, name: str, server_default: str | None = None) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, length=32)
    return sa.Column(column, kind, nullable=False, server_default=server_default)
