"""The tables of the serving side, because answers must rest, and rest unordered.

Rows of people lie in the order of a random or keyed number that is the table's own
key. A key of text or bytes goes without SQLite's hidden row number, which would count
arrivals. `seen` counts updates and nobody; it is emptied as soon as it may be.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""63 bits. SQLite takes only a column declared INTEGER for the row's own number."""


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, WIDE, nullable=False, primary_key=key, autoincrement=False)


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, primary_key=key)


def _bytes(name: str, *, key: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False, primary_key=key)


def upgrade() -> None:
    """Make every table of the serving side."""
    _what_people_say()
    _what_there_is_to_talk_about()
    _who_reads()
    _what_was_released()


def _what_people_say() -> None:
    op.create_table(
        "round",
        _text("id", key=True),
        _bytes("public_key"),
        _bytes("pepper_id"),
        _number("opens_week"),
        _number("closes_week"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_table(
        "sealed",
        _number("id", key=True),
        _text("round"),
        _bytes("locator"),
        _bytes("envelope"),
        sa.UniqueConstraint("locator"),
        sqlite_strict=True,
    )
    # `place` is the slot's first 63 bits: with the slot itself as the key, a talk of
    # 8 KiB would spill over, and talks would lie in order of arrival.
    op.create_table(
        "talk",
        _number("place", key=True),
        _bytes("slot"),
        _number("epoch"),
        _bytes("state"),
        sqlite_strict=True,
    )
    op.create_table("seen", _number("update_id", key=True), sqlite_strict=True)


def _what_there_is_to_talk_about() -> None:
    op.create_table(
        "programme",
        _text("id", key=True),
        _text("family"),
        _text("kind"),
        _text("name"),
        _text("form"),
        _number("expected_people"),
        _number("digest_day"),
        _number("closed"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_table(
        "code",
        _text("code", key=True),
        _text("pool"),
        _number("revoked"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _who_reads() -> None:
    op.create_table(
        "staff",
        _number("id", key=True),
        _bytes("slot"),
        _bytes("contact"),
        _text("role"),
        _text("programme"),
        sa.UniqueConstraint("slot"),
        sqlite_strict=True,
    )
    op.create_table(
        "invite",
        _bytes("hash", key=True),
        _text("role"),
        _text("programme"),
        _number("used"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _what_was_released() -> None:
    op.create_table(
        "digest",
        _text("batch", key=True),
        _text("pool"),
        _text("leaf"),
        _text("months"),
        _text("size_band"),
        _bytes("table"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_table(
        "outbox",
        _text("digest", key=True),
        _number("staff", key=True),
        _text("state"),
        _number("tries"),
        _number("next_try"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
