"""What should not be there any more: `sotto forget` takes it away now.

Serving does its part by itself, hourly, and the vault its own at each gathering; this
is for a server that stands still, and for a keeper who does not come. No passphrase is
needed to destroy. Rule: what is said follows from the calendar alone, never from
whether anybody sent anything.
"""

from collections.abc import Sequence
from functools import partial

from bot.carried import sweep
from bot.errors.settings import NotSetUpError
from bot.flows.rounds import closed, end_rounds, ended
from bot.keeper import erase_keys, ledger_file, opened_ledger, refuse_wrong_clock
from bot.pin import check_pin
from bot.settings import Settings
from bot.store.records import Round
from bot.store.sqlite import Store
from bot.vault.resting import oldest_epoch
from bot.vault.secrets import destroy_pepper
from bot.weeks import Week, week_of


async def forget(settings: Settings, at: float) -> list[str]:
    """Take away what is due at the moment `at`; return the lines that say so.

    Never by a clock that is known to be wrong: what is gone does not come back.
    """
    refuse_wrong_clock(settings, at)
    for folder in (settings.home, settings.vault_folder):
        sweep(folder)
    if settings.database_path.exists():
        return await _at_server(settings, at)
    if ledger_file(settings).exists():
        return await _at_vault(settings, week_of(at))
    raise NotSetUpError(settings.home)


async def _at_server(settings: Settings, at: float) -> list[str]:
    week, gathers = week_of(at), ledger_file(settings).exists()
    store = await Store.open(settings.database_path)
    try:
        if rounds := await store.rounds():
            check_pin(settings.pin_file, rounds)
        if gathers:
            async with opened_ledger(settings) as ledger:
                every = [*rounds, *await ledger.rounds()]
                await erase_keys(settings, ledger, _over(every, week))
        await end_rounds(store, week, partial(destroy_pepper, settings.secrets_folder))
        await store.drop_talks(oldest_epoch(at))
        await store.drop_invites(week)
        await store.vacuum()
    finally:
        await store.close()
    return _server_lines(rounds, week, gathers=gathers)


async def _at_vault(settings: Settings, week: Week) -> list[str]:
    async with opened_ledger(settings) as ledger:
        rounds = await ledger.rounds()
        await erase_keys(settings, ledger, _over(rounds, week))
    return [_line(rounds, week, "keys")]


def _over(rounds: Sequence[Round], week: Week) -> list[Round]:
    return [one for one in rounds if ended(one, week)]


def _line(rounds: Sequence[Round], week: Week, what: str) -> str:
    if not _over(rounds, week):
        return "No round has ended, so nothing of one is due to go."
    return f"Rounds that ended: their {what} are gone."


def _server_lines(rounds: Sequence[Round], week: Week, *, gathers: bool) -> list[str]:
    what = "answers, peppers and keys" if gathers else "answers and peppers"
    still = any(closed(one, week) and not ended(one, week) for one in rounds)
    return [
        _line(rounds, week, what),
        *(
            ["A round that is over and still told: its pepper is gone."]
            if still
            else []
        ),
        "Talks of past days, and invitations that are used or over, are gone.",
        "What was deleted is gone from the database and from its log.",
    ]
