"""What is given to whoever asks: released batches of a pool and a period, in any form.

The bot, the command line and the desk ask here, so that they give the same bytes. Rule:
what has not left yet is not there, and nothing there is the one constant refusal
(`gathering.md` P8).
"""

from collections.abc import Sequence

from bot.errors.gathered import NothingReleasedError
from bot.flows.archive import Archive, pulled
from bot.flows.drawing import Draw, prepared
from bot.flows.looks import look
from bot.reports.matters import Matter
from bot.reports.matters import State as Stands
from bot.reports.names import Says
from bot.reports.paper import Paper
from bot.reports.papers import NO_TEXTS, text_paper
from bot.reports.table import Action, State
from bot.store.records import LookRow
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.codetexts import CodeTexts
from bot.themes.gathering import Digest, pull
from bot.weeks import Week, month_of

_STATES = {
    Stands.OPEN: State.OPEN,
    Stands.ASKED: State.OPEN,
    Stands.PLANNED: State.PLANNED,
    Stands.DONE: State.DONE,
    Stands.IMPOSSIBLE: State.IMPOSSIBLE,
}


def actions_of(matters: Sequence[Matter], week: Week) -> tuple[Action, ...]:
    """Return what was decided as files and pictures tell it: by months."""
    return tuple(
        Action(
            one.entry,
            State.OVERDUE if one.late(week) else _STATES[one.state],
            month_of(one.due) if one.waits() else "",
        )
        for one in matters
    )


def own_look(released: Archive, wanted: tuple[str, str, str]) -> LookRow:
    """Return what a pull adds to the looks that is made where the database rests."""
    found = pull(released.of(wanted[0]), *wanted)
    return look(wanted[0], "", released.at, refused=not found)


async def paper_from(  # noqa: PLR0913 (what, in which words, as what)
    released: Archive,
    wanted: tuple[str, str, str],
    kind: str,
    words: Says,
    language: str,
    *,
    draw: Draw,
    book: Codebook = SHIPPED,
    texts: CodeTexts = NO_TEXTS,
) -> Paper:
    """Return what was released of (pool, first month, last month), as one file.

    Raise `NothingReleasedError` where nothing was, `NoPictureError` where a picture is
    wanted and none can be drawn here.
    """
    pool = wanted[0]
    digests: Sequence[Digest] = pull(released.of(pool), *wanted)
    if not digests:
        raise NothingReleasedError
    if kind == "text":
        said = (pulled(one, released, words, language) for one in digests)
        return text_paper(digests, "\n\n\n".join(said) + "\n")
    _, (paper,) = await prepared(
        digests,
        actions_of(released.matters(pool), released.week),
        words,
        language,
        released.deployment,
        draw=draw,
        kinds=(kind,),
        book=book,
        texts=texts,
        quotes=released.quoted(digests),
    )
    return paper
