"""Texts are worded anew while serving, so their versions rest beside the answers.

What a deployment words itself outlives an upgrade of the program. A row of `edition`
counts the changes, so that every process learns of one by looking at one number.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of wordings, signatures, voices and of who is at which text."""
    _wordings()
    _desk()
    for table in ("staff", "invite"):
        op.add_column(
            table,
            sa.Column("language", sa.Text(), nullable=False, server_default=""),
        )


def _wordings() -> None:
    _table(
        "wording",
        ("language", sa.Text, True),
        ("id", sa.Text, True),
        ("version", sa.Integer, True),
        *((name, sa.Text, False) for name in ("forms", "source", "stage", "author")),
        ("week", sa.Integer, False),
        *((name, sa.Text, False) for name in ("back", "back_by", "approver", "reason")),
    )
    _table(
        "signature",
        ("language", sa.Text, True),
        ("who", sa.Text, False),
        ("week", sa.Integer, False),
    )
    _table(
        "voice",
        ("language", sa.Text, True),
        ("screen", sa.Text, True),
        *((name, sa.Text, False) for name in ("heard", "file", "who")),
        ("week", sa.Integer, False),
    )


def _desk() -> None:
    _table("desk", ("staff", sa.Integer, True), ("state", sa.Text, False))
    _table("announced", ("language", sa.Text, True), ("id", sa.Text, True))
    _table("edition", ("only", sa.Integer, True), ("number", sa.Integer, False))
    op.execute("INSERT INTO edition (only, number) VALUES (1, 0)")


def _table(name: str, *columns: tuple[str, type[sa.Text | sa.Integer], bool]) -> None:
    """Make a strict table that lies by its key (the columns marked so)."""
    op.create_table(
        name,
        *(
            sa.Column(column, kind(), nullable=False, primary_key=key)
            for column, kind, key in columns
        ),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
