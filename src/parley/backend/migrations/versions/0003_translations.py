"""Create translations; what people read captions in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participants", sa.Column("reading_language", sa.String(length=35), nullable=True))
    op.create_table(
        "translations",
        sa.Column("segment_id", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("engine", sa.String(length=128), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("pivot", sa.String(length=35), nullable=True),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["segment_id"], ["segments.segment_id"]),
        sa.PrimaryKeyConstraint("segment_id", "language"),
    )


def downgrade() -> None:
    op.drop_table("translations")
    op.drop_column("participants", "reading_language")
