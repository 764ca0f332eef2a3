"""A wording keeps the English that it was written for, not its mark alone.

Whoever looks at a stale text then sees what has changed. Of wordings from before, only
the mark is known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; an English that nobody knows is one empty form."""
    column = sa.Column("english", sa.Text(), nullable=False, server_default='[""]')
    op.add_column("wording", column)
