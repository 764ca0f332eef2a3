"""What goes to a reader on a fixed day: a digest, what becomes of it, and buttons.

Rule: everything in a parcel is made from what was released and what was answered to
it, before anything is sent.
"""

from bot.deployment import Deployment
from bot.flows.archive import Archive
from bot.flows.doors import Tap
from bot.flows.post import Parcel
from bot.flows.presses import OPEN, Press
from bot.reports.digest import digest_sections
from bot.reports.fitting import fitted
from bot.reports.matters import Matter
from bot.reports.names import Says, number, place, say, theme
from bot.reports.promised import SHOWN, promised
from bot.themes.gathering import Digest
from bot.words.phrases import Msg

LONGEST_LABEL = 64
"""Characters of a button, so that nobody's own theme grows over the screen."""


def parcel(
    digest: Digest, archive: Archive, words: Says, language: str, *, again: bool
) -> Parcel:
    """Return the parcel of a digest; `again`: it was sent before and is the latest.

    What is asked stands with the pool's own digest, not with each language's again.
    """
    asked = () if digest.leaf else archive.matters(digest.pool)
    deployment = archive.deployment
    *told, small = digest_sections(
        digest,
        words,
        language,
        deployment,
        still_latest=again,
        beside=archive.beside(digest, language),
    )
    done = promised(asked, words, language, deployment, archive.week)
    where = say(Msg("digest.subject"), place=place(digest.pool, deployment))
    return Parcel(
        number(digest),
        words.say(language, where),
        fitted([*told, *done, small]),
        rows=tuple(
            (theme_button(one, words, language, deployment),)
            for one in asked[:SHOWN]
            if one.waits()
        ),
    )


def theme_button(
    one: Matter, words: Says, language: str, deployment: Deployment
) -> Tap:
    """Return the button that opens a theme."""
    said = say(Msg("matter.button"), theme=theme(one.entry, deployment))
    label = words.say(language, said)[:LONGEST_LABEL]
    return label, Press(OPEN, one.digest.batch, one.index).data()
