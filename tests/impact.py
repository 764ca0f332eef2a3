"""Writes the data table of `deploy/IMPACT-ASSESSMENT.md` from what the program keeps.

    PYTHONPATH=tests .venv/bin/python -m impact

What there is comes from the program itself: the migrated schema, the vault's shapes,
the values that are sealed. What it is for comes from `deploy/data-table.toml`. Rule:
neither says anything about what the other does not have; `test_impact` holds that.
"""

import re
import sqlite3
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from fnmatch import fnmatch
from pathlib import Path

import click
import msgspec

from bot.conversation.talk import Talk
from bot.flows.held import Held, Timer
from bot.flows.lending import Lent
from bot.flows.staff import Contact
from bot.reading.desk import Acted
from bot.responses import Answer, Response
from bot.settings import CHECKOUT
from bot.store.ledger import SHAPES
from bot.store.migrate import migrate
from bot.store.versions import VERSION_TABLE
from bot.themes.codings import Chosen, Coding
from bot.themes.paraphrases import Paraphrase

MEANINGS = CHECKOUT / "deploy" / "data-table.toml"
DOCUMENT = CHECKOUT / "deploy" / "IMPACT-ASSESSMENT.md"
MARKED = re.compile(r"(?<=<!-- data -->\n).*?(?=<!-- /data -->)", re.DOTALL)
TITLES = {
    "serving": "On the server: the tables of `sotto.db`",
    "vault": "On the vault's machine: the tables of `vault.db`",
    "files": "Files",
    "memory": "In memory only",
    "inside": "Inside what is locked",
}
"""Every place where something rests, in the order of the table."""
HOMES = ("the serving home", "the vault home")
"""The folders whose files are compared; the others are made by hand."""
TWO_MACHINES = frozenset({"signer.pub", "vault/signing.key"})
"""The files that there are only where the vault has a machine of its own."""
WRITTEN = frozenset({"helplines/*.toml", "signoff.toml", "backup.pub"})
"""The files that somebody makes, which a trial does not need."""
Holdings = dict[tuple[str, str], tuple[str, ...]]
"""What there is: (place, part) with the names in it."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one table, folder or value is for, and each thing in it."""

    about: str
    whose: str
    kept: str
    read: str
    holds: dict[str, str]
    locked: dict[str, str] = {}


def read_meanings() -> dict[str, dict[str, Part]]:
    """Read what everything is for, by place and part."""
    text = MEANINGS.read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, dict[str, Part]])


def kept() -> Holdings:
    """Return every table and every sealed value that the program has, and its parts."""
    return {**_serving(), **_vault(), **_inside()}


def _serving() -> Holdings:
    with tempfile.TemporaryDirectory() as folder:
        migrate(Path(folder) / "sotto.db")
        with closing(sqlite3.connect(Path(folder) / "sotto.db")) as db:
            return dict(_tables("serving", db))


def _vault() -> Holdings:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript("".join(SHAPES))
        return dict(_tables("vault", db))


def _tables(
    place: str, db: sqlite3.Connection
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    listed = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    for (table,) in listed.fetchall():
        if table != VERSION_TABLE:
            columns = db.execute("SELECT name FROM pragma_table_info(?)", (table,))
            yield (place, table), tuple(name for (name,) in columns)


def _inside() -> Holdings:
    def names(*values: type) -> tuple[str, ...]:
        return tuple(field.name for value in values for field in fields(value))

    contact = tuple(field.name for field in msgspec.structs.fields(Contact))

    return {
        ("inside", "an envelope"): names(Response),
        ("inside", "an answer"): names(Answer),
        ("inside", "a talk"): names(Held, Talk, Timer),
        ("inside", "a contact"): contact,
        ("inside", "what a reader found"): names(Coding, Chosen),
        ("inside", "a paraphrase"): names(Paraphrase),
        ("inside", "a quote"): Lent.__struct_fields__,
        ("inside", "what was acted on"): Acted.__struct_fields__,
    }


def patterns() -> set[str]:
    """Return the patterns of every file that is described."""
    files = read_meanings()["files"]
    return {name for home in HOMES for name in files[home].holds}


def strange(files: set[str]) -> set[str]:
    """Return the files of a home that nobody described."""
    return {f for f in files if not any(fnmatch(f, p) for p in patterns())}


def drawn(meant: dict[str, dict[str, Part]]) -> str:
    """Return the data table as it stands in the document."""
    lines = []
    for place, title in TITLES.items():
        lines += [f"### {title}", ""]
        for name, part in meant[place].items():
            lines += [*_part(name, part), ""]
    return "\n".join(lines)


def _part(name: str, part: Part) -> Iterator[str]:
    yield f"**{name}**: {part.about}."
    yield f"Of: {part.whose}. How long: {part.kept}. Who can read it: {part.read}."
    yield ""
    yield "| | what it is for | locked by |"
    yield "|---|---|---|"
    for column, text in part.holds.items():
        yield f"| `{column}` | {text} | {part.locked.get(column, '')} |"


def with_table(document: str, table: str) -> str:
    """Return the document with this table between its marks."""
    return MARKED.sub(lambda _: table, document)


def main() -> None:
    """Write the table anew."""
    table = drawn(read_meanings())
    text = with_table(DOCUMENT.read_text(encoding="utf-8"), table)
    DOCUMENT.write_text(text, encoding="utf-8")
    click.echo(f"The data table in {DOCUMENT.name} is written anew.")


if __name__ == "__main__":
    main()
