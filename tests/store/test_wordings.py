"""How texts rest: every version, who signed, who spoke, and where staff sits."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from databases import opened

from bot.errors.databases import StoreClashError
from bot.store.records import ActRow, InviteRow, TextWork, Work
from bot.store.sqlite import Store
from bot.weeks import Week
from bot.words.versions import Signature, Stage, Voice, Wording

WEEK = Week(100)
ONE = Wording(
    language="uk",
    id="S1",
    version=1,
    forms=("Вам безпечно?", "\u200e“x”\n\\"),
    source="0123456789abcdef",
    stage=Stage.REVIEW,
    author="11",
    week=WEEK,
    back="Are you safe?",
    back_by="12",
    approver="13",
    reason="as version 0",
    english=("Is it safe?", "“x”"),
)
SIGNED = Signature("uk", "13", WEEK)
SPOKEN = Voice("uk", "S1", "fedcba9876543210", "file", "13", WEEK)
WORDED = TextWork(
    added=(ONE,),
    signatures=(SIGNED,),
    voices=(SPOKEN,),
    announced=(("uk", "programme.blue"),),
    acts=(ActRow("13", "words approve uk S1", WEEK),),
    desk=(13, "{}"),
)
"""A row for every table of texts."""


async def put(store: Store, *works: TextWork) -> None:
    """Write some changes, each by itself."""
    for work in works:
        await store.commit(Work(texts=work))


async def test_what_is_written_comes_back(store: Store) -> None:
    """Column for column, in every table of texts."""
    await put(store, WORDED)
    assert await store.wordings() == [ONE]
    assert await store.signatures() == [SIGNED]
    assert await store.voices() == [SPOKEN]
    assert await store.announced() == {("uk", "programme.blue")}
    assert await store.desk(13) == "{}"
    assert await store.acts() == [ActRow("13", "words approve uk S1", WEEK)]


async def test_one_language_can_be_asked_for(store: Store) -> None:
    """Or all of them at once."""
    other = replace(ONE, language="ar")
    await put(store, TextWork(added=(ONE, other)))
    assert await store.wordings("ar") == [other]
    assert await store.wordings("tlh") == []
    assert len(await store.wordings()) == 2


@pytest.mark.parametrize("stage", Stage)
async def test_what_becomes_of_a_version_never_changes_what_it_says(
    store: Store, stage: Stage
) -> None:
    """Words, author and version stay; all else may become another."""
    await put(store, TextWork(added=(ONE,)))
    after = Wording(
        *("uk", "S1", 1, ("Інше.",), "f" * 16, stage, "99", Week(101)),
        *("back", "21", "22", "why", ("Safe?",)),
    )
    await put(store, TextWork(changed=(after,)))
    kept = replace(after, forms=ONE.forms, author=ONE.author)
    assert await store.wordings() == [kept]


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        (TextWork(added=(ONE,)), True),
        (TextWork(changed=(ONE,)), True),
        (TextWork(signatures=(SIGNED,)), True),
        (TextWork(voices=(SPOKEN,)), True),
        (TextWork(announced=(("uk", "x"),), desk=(1, "{}")), False),
        (TextWork(acts=(ActRow("1", "x", WEEK),)), False),
        (
            TextWork(invites=(InviteRow(b"h", "reader", "", WEEK, language="uk"),)),
            False,
        ),
        (TextWork(), False),
    ],
)
async def test_each_change_of_what_is_read_counts_one(
    store: Store, change: TextWork, *, counts: bool
) -> None:
    """By that number every process learns of it; where a member sits is no change."""
    before = await store.edition()
    await put(store, change)
    assert await store.edition() - before == counts


async def test_changes_that_share_a_transaction_count_each(store: Store) -> None:
    """However many wait together."""
    works = [TextWork(added=(replace(ONE, version=n),)) for n in range(1, 6)]
    await asyncio.gather(*(store.commit(Work(texts=work)) for work in works))
    assert await store.edition() == 5


async def test_a_number_that_somebody_took_away_begins_anew(
    store: Store, path: Path
) -> None:
    """Without its row nothing fails, and the next change counts again."""
    rewrite(path, "DELETE FROM edition")
    assert await store.edition() == 0
    await put(store, TextWork(added=(ONE,)))
    assert await store.edition() == 1


async def test_a_later_word_takes_the_place_of_an_earlier(store: Store) -> None:
    """One signature a language, one voice a screen, one seat a member."""
    later = replace(SIGNED, who="14"), replace(SPOKEN, file="other")
    await put(store, WORDED, TextWork(signatures=later[:1], voices=later[1:]))
    await put(store, TextWork(desk=(13, "[]"), announced=WORDED.announced))
    assert (await store.signatures(), await store.voices()) == ([later[0]], [later[1]])
    assert await store.desk(13) == "[]"
    assert len(await store.announced()) == 1


async def test_of_two_that_add_one_version_the_second_is_told(store: Store) -> None:
    """It fails whole, with its update and its acts; the first is durable."""
    mine = TextWork(added=(ONE,), acts=(ActRow("11", "words write uk S1", WEEK),))
    theirs = replace(ONE, forms=("Інше.",), author="12")
    late = TextWork(
        added=(theirs,),
        changed=(replace(ONE, version=0),),
        acts=(ActRow("12", "words write uk S1", WEEK),),
        desk=(12, "{}"),
    )
    told = await asyncio.gather(
        store.commit(Work(update=1, texts=mine)),
        store.commit(Work(update=2, texts=late)),
        store.commit(Work(update=3)),
        return_exceptions=True,
    )
    assert (told[0], told[2]) == (True, True)
    assert isinstance(told[1], StoreClashError)
    assert await store.wordings() == [ONE]
    assert [act.who for act in await store.acts()] == ["11"]
    assert (await store.seen(2), await store.desk(12)) == (False, "")
    assert await store.edition() == 1


async def test_two_processes_that_add_one_version_clash_as_well(
    store: Store, path: Path
) -> None:
    """The file decides, not the process."""
    async with opened(path) as other:
        theirs = replace(ONE, forms=("Інше.",))
        told = await asyncio.gather(
            store.commit(Work(texts=TextWork(added=(ONE,)))),
            other.commit(Work(texts=TextWork(added=(theirs,)))),
            return_exceptions=True,
        )
        assert sorted(isinstance(one, StoreClashError) for one in told) == [False, True]
        kept = ONE if told[0] is True else theirs
        assert await store.wordings() == await other.wordings() == [kept]


def rewrite(path: Path, sql: str, *values: object) -> None:
    """Change the database as somebody who can write the file would."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(sql, values)


@pytest.mark.parametrize(
    "forms",
    ["", "[]", "{}", "null", "1", '"text"', "[1]", '["a", null]', "[", "[" * 200_000],
    ids=lambda forms: forms[:16] or "nothing",
)
async def test_forms_that_cannot_be_read_are_empty(
    store: Store, path: Path, forms: str
) -> None:
    """The version stays in the history, and nothing fails."""
    await put(store, TextWork(added=(ONE,)))
    rewrite(path, "UPDATE wording SET forms = ?", forms)
    assert await store.wordings() == [replace(ONE, forms=("",))]


async def test_a_stage_that_is_none_is_past(store: Store, path: Path) -> None:
    """Nobody reads it, and its number is not given to another."""
    await put(store, TextWork(added=(ONE,)))
    rewrite(path, "UPDATE wording SET stage = 'glorious'")
    assert await store.wordings() == [replace(ONE, stage=Stage.PAST)]


async def test_a_reader_bound_by_an_invitation_looks_after_its_language(
    store: Store,
) -> None:
    """What the link says is what the member may."""
    await put(
        store, TextWork(invites=(InviteRow(b"h", "reader", "", WEEK, language="uk"),))
    )
    bound = await store.redeem(b"h", b"slot", b"contact", Week(WEEK - 1))
    assert bound is not None
    assert (bound.role, bound.language) == ("reader", "uk")
    assert [m.language for m in await store.staff()] == ["uk"]


async def test_a_seat_goes_with_its_member(store: Store) -> None:
    """Nothing of what they were at is left behind."""
    for slot in (b"a", b"b"):
        await store.add_staff(slot, b"contact", "admin", "")
    gone, _ = [member.id for member in await store.staff()]
    await put(store, TextWork(desk=(gone, "{}")))
    assert await store.remove_staff(gone, ActRow("1", "staff remove", WEEK))
    assert await store.desk(gone) == ""
