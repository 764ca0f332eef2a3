"""How Alembic reaches a database: one connection, one transaction for everything.

Rule: it is called by `bot.store.migrate` and by nothing else. SQLite can undo the
making of tables, but Python's driver would commit each one by itself, so the
transaction is begun by hand here.
"""

import asyncio

from alembic import context
from sqlalchemy import Connection, event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    context.configure(connection=connection, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


async def _migrate() -> None:
    wanted = context.config.attributes
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=wanted["database"]),
        connect_args={"isolation_level": None, "timeout": wanted["patience"]},
        poolclass=NullPool,
    )
    event.listen(engine.sync_engine, "begin", _begin)
    async with engine.connect() as connection:
        await connection.run_sync(_upgrade)
    await engine.dispose()


asyncio.run(_migrate())
