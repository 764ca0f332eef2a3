"""The coordinator's page: what was released, what was decided, what is overdue.

It stands in the rehearsal and at the reader's desk. Rule: it is made from released
digests, decisions and looks; nothing on it counts, or hints at, answers that wait, so a
service of which nothing is out says the same however many have answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.deployment import Deployment
from bot.reports.about import HEADS, leaf, when
from bot.reports.names import Says, number, place, say
from bot.reports.page import STYLE, STYLE_HASH, TEMPLATES, tag_of
from bot.reports.table import Decided, State, Table
from bot.themes.pools import Places
from bot.words.phrases import Msg

POLICY = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'"
"""What a browser may load for the page: its own style and nothing else."""
_SAYS = {
    "title": Msg("overview.title"),
    "waits": Msg("overview.waits"),
    "months": Msg("overview.months"),
    "nothing": Msg("overview.nothing"),
    "open": Msg("overview.open"),
    "ended": Msg("overview.ended"),
    "looks": Msg("overview.looks"),
    "organisation": Msg("overview.organisation"),
    "opened": Msg("overview.opened"),
    "refused": Msg("overview.refused"),
}
_WAITS = frozenset({State.OPEN, State.PLANNED, State.OVERDUE})


@dataclass(frozen=True, slots=True)
class Look:
    """How often one organisation opened what a pool released, and was refused."""

    pool: str
    organisation: str
    opened: int
    refused: int


@dataclass(frozen=True, slots=True)
class Out:
    """One released digest: its number, months, size, and language if it is a leaf."""

    number: str
    when: str
    size: str
    leaf: str


@dataclass(frozen=True, slots=True)
class Service:
    """One pool as the page tells it; `overdue` come first among what waits."""

    pool: str
    place: str
    digests: tuple[Out, ...]
    waits: tuple[Decided, ...]
    ended: tuple[Decided, ...]
    looks: tuple[Look, ...]


def overview(  # noqa: PLR0913 (what, in which words, with what beside it)
    tables: Sequence[Table],
    looks: Sequence[Look],
    words: Says,
    language: str,
    deployment: Deployment,
    *,
    files: Sequence[str] = (),
) -> str:
    """Return the page in a language; `tables` are those of pools that have digests.

    `files` are the kinds of file that are given beside the page, under `digest/`.
    """

    def said(texts: Mapping[str, Msg]) -> dict[str, str]:
        return {name: words.say(language, say(text)) for name, text in texts.items()}

    told = {table.pool: table for table in tables}
    return TEMPLATES.get_template("overview.html").render(
        style=STYLE,
        policy=POLICY,
        tag=tag_of(language),
        direction=words.direction(language),
        services=[
            _service(pool, told.get(pool), looks, words, language, deployment)
            for pool in _pools(told, deployment)
        ],
        overdue=State.OVERDUE,
        own=deployment.organisation,
        files=files,
        heads=said(HEADS),
        says=said(_SAYS),
    )


def _pools(told: dict[str, Table], deployment: Deployment) -> tuple[str, ...]:
    """Return the services in order, then the larger pools that were told of."""
    services = tuple(p.id for p in deployment.programmes if not p.closed)
    larger = (pool for pool in Places(deployment.programmes).pools if pool in told)
    return tuple(dict.fromkeys((*services, *larger, *told)))


def _service(  # noqa: PLR0913, PLR0917 (what, in which words, of which deployment)
    pool: str,
    table: Table | None,
    looks: Sequence[Look],
    words: Says,
    language: str,
    deployment: Deployment,
) -> Service:
    digests = reversed(table.digests) if table else ()
    actions = table.actions if table else ()
    waits = [it for it in actions if it.action.state in _WAITS]
    waits.sort(key=lambda it: it.action.state is not State.OVERDUE)
    return Service(
        pool,
        words.say(language, place(pool, deployment)),
        tuple(
            Out(
                number(digest),
                when(digest, words, language),
                digest.size_band,
                leaf(digest, words),
            )
            for digest in digests
        ),
        tuple(waits),
        tuple(it for it in actions if it.action.state not in _WAITS),
        tuple(look for look in looks if look.pool == pool),
    )
