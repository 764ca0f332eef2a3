"""Admins are told once a week what needs a person, and a restart repeats nothing.

A row says that a need (a word of `flows.alert`) was told in a week; older weeks are
deleted when a new one is written.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of what admins were told."""
    op.create_table(
        "told",
        sa.Column("need", sa.Text(), nullable=False, primary_key=True),
        sa.Column("week", sa.Integer(), nullable=False, primary_key=True),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
