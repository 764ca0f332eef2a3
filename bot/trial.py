"""A trial deployment, made when nothing is set up yet: everything real, all of it new.

Made by the vault's side (it makes a key); the passphrase is shown once and kept
nowhere. Rule: whoever talks to a trial is told that it is one.
"""

import asyncio
import json
import tomllib
from datetime import date
from pathlib import Path

import msgspec

from bot.deployment import Programme
from bot.errors.settings import TrialHomeError
from bot.facts import Facts, helplines_of, read_facts
from bot.flows.programmes import add, link
from bot.keyring import new_rounds
from bot.settings import CHECKOUT, Settings, make_home
from bot.store.migrate import migrate
from bot.store.sqlite import Store
from bot.weeks import Week
from bot.words.languages import read_languages
from bot.words.phrases import Own

SAMPLES = (
    Programme(
        id="blue-house",
        name=Own((("en", "Blue House"), ("uk", "Синій дім"), ("ar", "البيت الأزرق"))),
        family="homes",
        expected_people=40,
    ),
    Programme(
        id="green-house",
        name=Own(
            (("en", "Green House"), ("uk", "Зелений дім"), ("ar", "البيت الأخضر"))
        ),
        family="homes",
        expected_people=12,
    ),
    Programme(
        id="tuesday-desk",
        name=Own(
            (
                ("en", "Tuesday Desk"),
                ("uk", "Вівторкова стійка"),
                ("ar", "مكتب الثلاثاء"),
            )
        ),
        expected_people=60,
    ),
)
"""Sample services, with names that say nothing of their topic."""
_SETTINGS = """\
# A trial deployment: every text is a draft, the services and helplines are samples.
trial = true
show_drafts = true
organisation = "Trial organisation"
contact = "the person who started this trial"
authority = "your country's data protection authority"
languages = {languages}
countries = ["xx"]
"""


def settings_text() -> str:
    """Return a trial's settings: it speaks every language that has texts."""
    languages = read_languages(CHECKOUT / "locales" / "languages.toml")
    codes = [language.code for language in languages if language.live]
    return _SETTINGS.format(languages=json.dumps(codes))


def settings_file(home: Path) -> None:
    """Write the trial's settings into a home that has none."""
    make_home(home)
    text = settings_text()
    try:
        with (home / "sotto.toml").open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        if (home / "sotto.toml").read_text(encoding="utf-8") == text:
            return  # a trial that was cut short is made whole
        raise TrialHomeError(home / "sotto.toml") from None


def announce(settings: Settings, passphrase: str) -> str:
    """Return what the person who started the trial must know, said loudly."""
    line = "=" * 66
    return "\n".join(
        (
            line,
            "THIS IS A TRIAL. Nobody's true words belong in it.",
            "Its services and helplines are samples, its texts are drafts.",
            "",
            "The vault's passphrase, shown once and kept nowhere:",
            "",
            f"    {passphrase}",
            "",
            "`deploy/sotto gather` asks for it. Without it nothing can be opened.",
            f"Everything lies in {settings.home}; delete that folder to start anew.",
            line,
        )
    )


def sample_facts(home: Path, today: date) -> Facts:
    """Return what a trial in this home would say of itself, in every live language.

    Nothing is made: for looking at the words where nothing is set up.
    """
    trial = msgspec.convert(tomllib.loads(settings_text()), Settings)
    trial = msgspec.structs.replace(trial, home=home)
    return read_facts(trial, helplines_of(trial, today))


async def make_trial(settings: Settings, week: Week) -> str:
    """Make database, samples, secrets and key; return the key's new passphrase.

    The key comes last: what was cut short before is made whole by a second call.
    """
    await asyncio.to_thread(migrate, settings.database_path)
    store = await Store.open(settings.database_path)
    try:
        known = {programme.id for programme in await store.programmes()}
        for programme in SAMPLES:
            if programme.id not in known:
                await add(store, programme, {"default"}, {"en", "uk", "ar"}, week)
        if not await store.codes():
            await link(store, SAMPLES[0].id, settings.k, week)
    finally:
        await store.close()
    return (await new_rounds(settings, week)).passphrase
