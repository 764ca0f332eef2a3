"""Invitations end, and what staff did is written down, because an organisation changes.

Invitations made before this step are spent: the week in which they end was not kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Give invitations their end, and make the table of acts."""
    op.add_column(
        "invite",
        sa.Column("ends_week", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_table(
        "act",
        sa.Column(
            "id", sa.Integer(), nullable=False, primary_key=True, autoincrement=False
        ),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sqlite_strict=True,
    )
