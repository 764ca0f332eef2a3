"""What no code fits is gathered with marks of voices alone, from ready texts."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

import lettered
from answers import Vault, deployment, programme, response, seeded

from bot.flows.gather import RoundKey, Tick
from bot.flows.reading import Missed, Row
from bot.flows.uncoded import missed
from bot.responses import Answer, Response
from bot.themes.coding import Coder, KeywordCoder
from bot.themes.codings import Chosen
from bot.themes.pools import Places
from bot.themes.readings import Wanted
from bot.vault.keys import marker, subkey
from bot.weeks import Week

VAULT = Vault(bytes(range(32)))
SWIM = "I would like to swim a lot"


@dataclass(frozen=True)
class Shelf:
    """Holds sealed rows."""

    rows: Sequence[Row]

    async def sealed(self, _round: str, size: int) -> AsyncIterator[list[Row]]:
        """Walk them."""
        for n in range(0, len(self.rows), size):
            yield list(self.rows[n : n + size])

    async def envelopes(self, _ids: Sequence[int]) -> list[Row]:
        """Return none: they are walked here."""
        return []


def _said(number: int, text: str, pool: str = "house") -> Response:
    dice = seeded(number)
    one = response(dice, dice.randbytes(16), pool)
    return replace(one, answers=(Answer("Q7", text=text),))


async def _missed(
    responses: Sequence[Response],
    coder: Coder | None = None,
    most: int = 100,
    key: RoundKey = VAULT.key,
) -> list[Missed]:
    where = deployment(programme("house"))
    tick = Tick(
        store=None,  # type: ignore[arg-type] # nothing is closed here
        ledger=None,  # type: ignore[arg-type]
        deployment=where,
        places=Places(where.programmes),
        week=Week(101),
        coder=coder or lettered.coder(),
        processes=1,
    )
    rows = [(row.id, row.envelope) for row in VAULT.rows(seeded(1), responses)]
    shelf, round_id = Shelf(rows), VAULT.key.round.id
    return await missed(
        shelf, tick.task(key), round_id, 1, progress=lambda _: None, most=most
    )


async def test_a_text_without_a_code_has_a_place_and_a_mark() -> None:
    """Its voice is known by a mark only; a text that has a code is not there."""
    mark = marker(subkey(VAULT.seed, "ledger"))
    one, other = _said(1, SWIM), _said(2, "all the food is bad")
    (found,) = await _missed([one, other])

    assert found[0] == mark(one.voice)
    assert one.voice not in found[1]


async def test_what_waits_or_belongs_nowhere_is_left_alone() -> None:
    """An answer that rests, and one of a service that is gone, are not looked at."""
    resting = replace(_said(1, SWIM), ready_week=Week(102))

    assert await _missed([resting, _said(2, SWIM, "gone")]) == []


async def test_what_a_reader_coded_is_not_missed() -> None:
    """A person found what it is about, so nothing is missing for it."""
    one = _said(1, SWIM)
    mark = marker(subkey(VAULT.seed, "ledger"))
    read = {mark(one.answer_id): {"Q7": (Chosen("A6", Wanted.NEED),)}}
    key = RoundKey(VAULT.key.round, VAULT.seed, read)

    assert await _missed([one, _said(2, SWIM)], key=key) != []
    assert len(await _missed([one], key=key)) == 0


async def test_no_more_are_held_than_can_be_clustered() -> None:
    """Memory does not grow with the number of answers."""
    assert len(await _missed([_said(n, SWIM) for n in range(12)], most=5)) == 5


async def test_keywords_cannot_say() -> None:
    """A coder that knows no meanings has nothing to tell."""
    assert await _missed([_said(1, SWIM)], KeywordCoder()) == []
