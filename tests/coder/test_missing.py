"""What the codebook misses is looked for in a real vault, and written nowhere."""

import secrets
from pathlib import Path

import lettered
import pytest
from databases import opened
from deployments import Copied, copied

from bot.coder import choice
from bot.keeper import Gathering
from bot.responses import Answer, Response
from bot.settings import load
from bot.store.records import SealedRow, Work
from bot.vault.sealing import Sealer
from bot.weeks import Week, week_of

SWIM = "I would like to swim a lot"


async def _send(home: Copied, people: int) -> None:
    """Seal forty texts about swimming by so many people."""
    voices = [secrets.token_bytes(16) for _ in range(people)]
    async with opened(home.home / "sotto.db") as store:
        (round_,) = await store.rounds()
        pool = (await store.programmes())[0].id
        sealer = Sealer(round_.public_key, round_.id)
        week = week_of(home.clock.at)
        rows = [
            SealedRow(
                secrets.randbits(63),
                round_.id,
                secrets.token_bytes(16),
                sealer.seal(
                    Response(
                        answer_id=secrets.token_bytes(16),
                        voice=voices[n % people],
                        pepper=round_.pepper_id,
                        pool=pool,
                        language="en",
                        form="default",
                        form_version=1,
                        sent_week=Week(week - 1),
                        ready_week=week,
                        answers=(Answer("Q7", text=SWIM),),
                    )
                ),
            )
            for n in range(40)
        ]
        await store.commit(Work(sealed=tuple(rows)))


@pytest.mark.parametrize(("people", "groups"), [(9, 0), (12, 1)])
async def test_only_groups_of_enough_people_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: int, groups: int
) -> None:
    """Nine people who write a lot are nobody; twelve are named, and no file changes."""
    monkeypatch.setattr(choice, "installed", lambda: True)
    monkeypatch.setattr("bot.keeper.coder_here", lambda *_: lettered.coder())
    home = await copied(tmp_path)
    await _send(home, people)
    vault = home.home / "vault"
    before = {path.name: path.read_bytes() for path in vault.iterdir()}
    keeper = Gathering(load({"SOTTO_HOME": str(home.home)}), home.passphrase, 1)
    found = await keeper.missing(home.clock.at, lambda _: None)

    assert len(found) == groups
    assert {path.name: path.read_bytes() for path in vault.iterdir()} == before
