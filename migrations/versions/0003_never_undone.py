"""What an older copy of the database must not undo, because copies are put back.

Which answers were taken back, in which weeks the vault gathered, and in which week a
copy was put in the place of what was lost.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""63 bits. SQLite takes only a column declared INTEGER for the row's own number."""


def upgrade() -> None:
    """Make the three tables. The ids in `erased` are random, and their own order."""
    op.create_table(
        "erased",
        _number("id", WIDE),
        sa.Column("round", sa.Text(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table("tick", _number("week", sa.Integer()), sqlite_strict=True)
    op.create_table("restored", _number("week", sa.Integer()), sqlite_strict=True)


def _number(name: str, kind: sa.types.TypeEngine[int]) -> sa.Column[int]:
    return sa.Column(name, kind, nullable=False, primary_key=True, autoincrement=False)
