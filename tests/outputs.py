"""Everything that a reader can have of a world: each pull of each period, in each form.

What is attacked is what the product wrote, read again from its bytes as a stranger
would read them; the frozen tables themselves are only looked at to compare.
"""

import asyncio
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from itertools import combinations_with_replacement
from operator import or_

from worlds import World

from bot.errors.gathered import NothingReleasedError
from bot.flows.archive import Archive, archive
from bot.flows.pulls import paper_from
from bot.reports.names import number
from bot.reports.paper import Picture
from bot.reports.plan import Board
from bot.settings import CHECKOUT
from bot.themes.gathering import THEMES, Band, Digest, Fact
from bot.themes.pools import Places
from bot.weeks import Week, month_of, week_begins
from bot.words.catalogue import Words

KINDS = ("text", "json", "csv", "html", "xlsx")
"""Every form but the picture, which takes a process of its own."""
READ = ("text", "json", "csv")
"""The forms that are read again here."""
FAR = week_begins(Week(500))
"""When everything has left."""


@dataclass(frozen=True, slots=True)
class Query:
    """A pull: a pool, whole months, and a form."""

    pool: str
    first: str
    last: str
    kind: str


@dataclass(frozen=True, slots=True)
class Told:
    """One digest as it was read again: its number ("" where none is), its bands."""

    number: str
    bands: dict[Fact, Band]


@cache
def words() -> Words:
    """Return the texts that came with the program."""
    return Words.load(CHECKOUT / "locales")


def queries(
    world: World, kinds: Sequence[str] = KINDS, step: int = 1
) -> Iterator[Query]:
    """Yield every pull that can be asked for: each pool, each period of whole months.

    One month before the first answer and one after the last tick are asked for, too.
    `step` leaves months out, where all would take too long.
    """
    months = _months(world)[::step]
    for pool in Places(world.services).pools:
        for first, last in combinations_with_replacement(months, 2):
            for kind in kinds:
                yield Query(pool, first, last, kind)


def _months(world: World) -> list[str]:
    opens = min(one.opens_week for one in world.rounds(world.ledger.weeks[0]))
    weeks = range(opens - 5, world.ledger.weeks[-1] + 6)
    return sorted({month_of(Week(week)) for week in weeks})


async def _nothing_drawn(_board: Board) -> Picture | None:
    return None


async def _answered(released: Archive, query: Query) -> bytes:
    wanted = (query.pool, query.first, query.last)
    try:
        paper = await paper_from(
            released, wanted, query.kind, words(), "en", draw=_nothing_drawn
        )
    except NothingReleasedError as refused:
        return str(refused).encode()
    return paper.content


async def _outputs(world: World, asked: Iterable[Query], at: float) -> list[bytes]:
    released = await archive(world.rows, world.deployment, at)
    return [await _answered(released, query) for query in asked]


def outputs(
    world: World,
    kinds: Sequence[str] = KINDS,
    step: int = 1,
    at: float = FAR,
) -> dict[Query, bytes]:
    """Return the answer to every pull at a moment; a refusal is its sentence."""
    asked = list(queries(world, kinds, step))
    found = asyncio.run(_outputs(world, asked, at))
    return dict(zip(asked, found, strict=True))


def read(query: Query, content: bytes) -> list[Told]:
    """Return the digests that stand in an answer; none in a refusal."""
    if content == str(NothingReleasedError()).encode():
        return []
    match query.kind:
        case "json":
            return [*_from_json(content)]
        case "csv":
            return [*_from_csv(content)]
        case _:
            return [*_from_text(content.decode())]


def _from_json(content: bytes) -> Iterator[Told]:
    for digest in json.loads(content)["digests"]:
        bands = {
            _fact(row["indicator"], row["code"]): Band(row["band"])
            for row in digest["facts"]
        }
        yield Told(digest["number"], bands)


def _from_csv(content: bytes) -> Iterator[Told]:
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    next(rows)  # the tags below the names
    bands: dict[Fact, Band] = {}
    for row in rows:
        fact = _fact(row["indicator"], row["code"])
        if fact in bands:  # a new digest begins with the first fact again
            yield Told("", bands)
            bands = {}
        bands[fact] = Band(row["band"])
    yield Told("", bands)


def _fact(indicator: str, code: str) -> Fact:
    if indicator == "question":
        question, _, told = code.partition(":")
        return question, told
    return THEMES, f"{indicator}:{code}"


_SHORT = {"Overall": "Q1", "Safe": "Q2"}
_ENDS = {"Good": "high", "OK": "middle", "Bad": "low"}
_CHOICES = {"Yes": "yes", "Sometimes": "sometimes", "No": "no"}


def _from_text(text: str) -> Iterator[Told]:
    """Yield what a message says of the first two questions, under its number."""
    for message in text.split("\n\n\n"):
        number = re.search(r"^Digest (\S+)$", message, re.MULTILINE)
        assert number is not None
        bands: dict[Fact, Band] = {}
        for short, question in _SHORT.items():
            found = re.search(rf"▫️ {short}\n(.*)", message)
            assert found is not None
            for part in found[1].split("; "):
                name, band = part.split(": ")
                choice = {**_ENDS, **_CHOICES}[name.split(" ", 1)[1]]
                bands[question, choice] = Band(
                    band.split(" ")[0]
                )  # (what it was before)
        yield Told(number[1], bands)


def groups_read(world: World, kinds: Sequence[str] = READ, step: int = 1) -> set[int]:
    """Return the groups behind what was read: for each pull, the answers it tells of.

    What one pull says in several forms has to be the same bands; each of its digests
    is a group, and so are all of them together, which a reader may add up.
    """
    place = {one.answer_id: n for n, one in enumerate(world.rows.sent.values())}
    members = world.members()
    leaves = {
        number(Digest.from_bytes(row.table)): sum(
            1 << place[one.answer_id] for one in members[row.batch]
        )
        for row in world.rows.released
    }
    found: set[int] = set()
    pulled = outputs(world, kinds, step)
    for query, content in pulled.items():
        told = read(query, content)
        if query.kind == "csv":
            same = replace(query, kind="json")
            bands = [one.bands for one in read(same, pulled[same])]
            assert bands == [one.bands for one in told]
            continue
        groups = [leaves[one.number] for one in told]
        found.update(groups)
        found.add(reduce(or_, groups, 0))
    return found - {0}
