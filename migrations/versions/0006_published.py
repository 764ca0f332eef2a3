"""A digest has a day on which it leaves, and what designers answer to it rests.

What coordinators let through beside a digest, what became of each theme, and how often
a digest was looked at, by organisation and month: never by whom, never on which day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""63 bits. SQLite takes only a column declared INTEGER for the row's own number."""


def upgrade() -> None:
    """Add the days, rhythms and organisations, and make the four tables."""
    _add("digest", "leaves", sa.Integer(), "0")
    _add("programme", "every", sa.Text(), "week")
    _add("programme", "zone", sa.Text(), "UTC")
    for table in ("staff", "invite"):
        _add(table, "organisation", sa.Text(), "")
    _repeat_by_day()
    _table("decision", 3, **_texts("batch", "entry"), number=sa.Integer(), **_decided())
    _table("paraphrase", 3, **_texts("batch", "entry", "language", "words", "state"))
    _table("quote", 3, **_texts("batch", "entry", "words", "language", "state"))
    counts = {"opened": sa.Integer(), "refused": sa.Integer()}
    _table("look", 3, **_texts("pool", "organisation", "month"), **counts)


def _repeat_by_day() -> None:
    """Give the outbox its new key: a digest that is still the latest goes again."""
    op.rename_table("outbox", "outbox_before")
    keys = {"digest": sa.Text(), "staff": WIDE, "leaves": sa.Integer()}
    rest = {"state": sa.Text(), "tries": sa.Integer(), "next_try": WIDE}
    _table("outbox", 3, **keys, **rest)
    op.execute(
        "INSERT INTO outbox (digest, staff, leaves, state, tries, next_try)"
        " SELECT digest, staff, 0, state, tries, next_try FROM outbox_before"
    )
    op.drop_table("outbox_before")


def _decided() -> dict[str, sa.types.TypeEngine[object]]:
    weeks = {"due_week": sa.Integer(), "week": sa.Integer()}
    return {**_texts("state", "reason", "next_step"), **weeks, "staff": WIDE}


def _texts(*names: str) -> dict[str, sa.types.TypeEngine[object]]:
    return {name: sa.Text() for name in names}


def _add(
    table: str, name: str, kind: sa.types.TypeEngine[object], default: str
) -> None:
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))


def _table(name: str, keys: int, **columns: sa.types.TypeEngine[object]) -> None:
    """Make a strict table that lies by its key: the first `keys` of its columns."""
    op.create_table(
        name,
        *(
            sa.Column(column, kind, nullable=False, primary_key=place < keys)
            for place, (column, kind) in enumerate(columns.items())
        ),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
