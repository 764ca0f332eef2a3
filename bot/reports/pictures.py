"""The pictures of a digest: its one picture, and boards of themes and actions.

Rule: a picture tells the bands of a table and nothing else, and says the same in words
for whoever cannot see it.
"""

from collections.abc import Iterable

from bot.deployment import Deployment
from bot.reports.names import Says
from bot.reports.paper import Picture
from bot.reports.table import Action
from bot.themes.gathering import Digest


def digest_picture(
    digests: Iterable[Digest],
    actions: Iterable[Action],
    words: Says,
    language: str,
    deployment: Deployment,
) -> Picture:
    """Return the one picture that goes with a digest.

    `digests` are what was released of its pool, `actions` what was decided there. Raise
    `NoFontError` where no font of this machine has the language's letters.
    """
    raise NotImplementedError
