"""The rehearsal's people, walked through the real talk and sealed, as a world.

They open the poster's link, tap the real cards and send; what they said is read from
their real envelopes with the real key, so that whatever a rehearsal can hold is here.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from answers import PEPPER, seeded
from deployments import trial
from phones import Clock
from worlds import OPENS, World

from bot.app import serving
from bot.keeper import key_file
from bot.rehearsal.door import Phones
from bot.rehearsal.hand import Hand, Updates
from bot.rehearsal.people import Visitor, crowd, dice_of
from bot.responses import Response
from bot.trial import SAMPLES
from bot.vault import keys
from bot.vault.opening import Opener
from bot.weeks import Week

FIRST_ACCOUNT = 7_000_000_000


async def _answered(folder: Path, people: int) -> list[Response]:
    clock = Clock()
    async with trial(folder, clock=clock) as made:
        settings, phrase = made.settings, made.passphrase
    phones = Phones(clock)
    async with serving(settings, phones, now=clock, link=_link) as real:
        ((code, _),) = await real.store.codes()
        for number, person in enumerate(crowd(people, dice_of(1))):
            account = FIRST_ACCOUNT + number
            hand = Hand(account, phones, Updates(), real.receive)
            await Visitor(hand, person).answer(code)
        (one,) = await real.store.rounds()
        seed = keys.unwrap(key_file(settings, one.id).read_bytes(), phrase)
        opener = Opener(seed, one.id)
        return [
            opener.open(envelope)
            async for rows in real.store.sealed(one.id)
            for _, envelope in rows
        ]


async def _link(payload: str) -> str:
    return payload


def rehearsal(folder: Path, people: int = 45) -> list[Response]:
    """Return what so many of the rehearsal's people said."""
    return asyncio.run(_answered(folder, people))


def world_of(said: Sequence[Response], blur: int = 3) -> World:
    """Return the world in which these were sent, in its second week and ready."""
    world = World(services=SAMPLES, blur=blur << 20)
    dice = seeded(blur)
    for one in said:
        sent = replace(
            one, pepper=PEPPER, sent_week=Week(OPENS), ready_week=Week(OPENS + 1)
        )
        world.send(dice.getrandbits(63), sent)
    return world
