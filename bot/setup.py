"""A deployment of one's own from at most twelve answers, whole or not at all.

Each question says what its answer is for. Rule: what is there already is kept as it
is; the settings are written last, so that a file `sotto.toml` means a finished setup;
a setup that is broken off takes away what it made.
"""

import asyncio
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.deployment import Programme
from bot.errors.settings import SettingsExistError
from bot.facts import read_facts
from bot.flows.programmes import LONGEST_NAME, add
from bot.helplines import template
from bot.keyring import new_rounds
from bot.settings import PLACEHOLDERS, Secret, Settings, make_home
from bot.store.migrate import migrate
from bot.store.sqlite import Store
from bot.vault.files import write_new
from bot.weeks import Week
from bot.whole import whole
from bot.words.catalogue import Words
from bot.words.languages import State, read_languages
from bot.words.phrases import Own

Values = dict[str, object]
LONGEST = 120
"""Characters of an answer that people are shown."""
MOST_PEOPLE = 100_000
_TOKEN = re.compile(r"\d{5,20}:[\w-]{30,64}")
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


class UnfitAnswerError(ValueError):
    """An answer that cannot be used; its text asks for another one."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `name` is a setting's, or `programme` or `people`.

    `read` turns the typed text into the value, or raises `UnfitAnswerError`; `needed`
    tells from the answers so far whether the question is asked at all.
    """

    name: str
    text: str
    read: Callable[[str], object]
    default: str | None = None
    secret: bool = False
    needed: Callable[[Mapping[str, object]], bool] = lambda _: True


def questions(locales: Path) -> tuple[Ask, ...]:
    """Return what is asked, eleven at most; the twelfth is whether it was written."""
    listed = [x for x in read_languages(locales / "languages.toml") if x.live]
    codes = [x.code for x in listed]
    drafts = {x.code for x in listed if x.state is State.DRAFT}

    def some_draft(so_far: Mapping[str, object]) -> bool:
        chosen = so_far["languages"]
        return isinstance(chosen, tuple) and not drafts.isdisjoint(chosen)

    return (
        Ask(
            "organisation",
            "What is your organisation called? People read it before they answer",
            _said,
        ),
        Ask("contact", "How can people reach you? An address or a number", _said),
        Ask("authority", "To whom can they complain about you?", _said),
        Ask(
            "countries",
            "In which country are they? Its two letters, several parted by commas",
            _countries,
        ),
        Ask(
            "languages",
            f"In which languages, of {', '.join(codes)}?",
            lambda text: _languages(text, codes),
            default="en",
        ),
        Ask(
            "show_drafts",
            "No native reader has checked some of these. Show them, marked as drafts?"
            " yes or no",
            _yes,
            default="no",
            needed=some_draft,
        ),
        Ask(
            "reader_in_programme",
            "Does anyone who opens the answers work where people are helped? yes or no"
            " (with yes, nothing is asked that people answer in words of their own)",
            _yes,
        ),
        Ask(
            "duty_to_act",
            "Must a reader act on some of what is read, by law or by your rules?"
            " yes or no",
            _yes,
        ),
        Ask(
            "programme",
            "A name for the service they talk about that does not tell its topic,"
            " like Blue House",
            lambda text: _said(text, LONGEST_NAME),
        ),
        Ask("people", "About how many people use it?", _people),
        Ask(
            "telegram_token",
            "The token that @BotFather gave you (leave it empty to set it later)",
            _token,
            default="",
            secret=True,
        ),
    )


def _said(text: str, longest: int = LONGEST) -> str:
    said = text.strip()
    if said in PLACEHOLDERS or len(said) > longest or not said.isprintable():
        message = f"write 1 to {longest} characters, in one line"
        raise UnfitAnswerError(message)
    return said


def _listed(text: str) -> tuple[str, ...]:
    found = (part.strip() for part in text.split(","))
    return tuple(dict.fromkeys(part for part in found if part))


def _countries(text: str) -> tuple[str, ...]:
    found = _listed(text.lower())
    if not found or not all(re.fullmatch("[a-z]{2}", code) for code in found):
        message = "write two letters for each country, such as ro or ro,md"
        raise UnfitAnswerError(message)
    return found


def _languages(text: str, codes: list[str]) -> tuple[str, ...]:
    found = _listed(text.lower())
    if not found or not set(found) <= set(codes):
        message = f"choose among {', '.join(codes)}"
        raise UnfitAnswerError(message)
    return found


def _yes(text: str) -> bool:
    if text.strip().lower() not in {"yes", "y", "no", "n"}:
        message = "answer yes or no"
        raise UnfitAnswerError(message)
    return text.strip().lower().startswith("y")


def _people(text: str) -> int:
    digits = text.strip()
    if not digits.isdecimal() or not 1 <= int(digits) <= MOST_PEOPLE:
        message = "write a whole number, such as 40"
        raise UnfitAnswerError(message)
    return int(digits)


def _token(text: str) -> Secret | None:
    if text.strip() and not _TOKEN.fullmatch(text.strip()):
        message = "a token is a number, a colon and some 35 letters; copy it whole"
        raise UnfitAnswerError(message)
    return Secret(text.strip()) if text.strip() else None


def programme_id(name: str) -> str:
    """Make an id of a name's plain letters; `service` where it has none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    id_ = _NOT_IN_ID.sub("-", plain.lower()).strip("-")[:24].rstrip("-")
    return id_ if id_[:1].isalpha() and id_ != "network" else "service"


def answered(settings: Settings, values: Values) -> Settings:
    """Return the settings with what was answered; the service is no setting."""
    chosen = {k: v for k, v in values.items() if k in Settings.__struct_fields__}
    return msgspec.structs.replace(settings, **chosen)


def written(values: Values) -> str:
    """Return the settings file: one line for each answer that is a setting."""
    lines = [
        f"{name} = {_toml(value)}"
        for name, value in values.items()
        if name in Settings.__struct_fields__ and value is not None
    ]
    head = "# Made by `sotto setup`. The README lists every setting.\n"
    return head + "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """Write a value; JSON's text, truths and lists are TOML's too."""
    plain = value.reveal() if isinstance(value, Secret) else value
    return json.dumps(plain, ensure_ascii=False)


def refuse_settings(path: Path) -> None:
    """Raise if there are settings already."""
    if path.exists():
        raise SettingsExistError(path)


async def make(
    settings: Settings,
    config: Path,
    values: Values,
    week: Week,
    show: Callable[[str], None] | None,
) -> list[Path]:
    """Make what is missing: database, key, service, helplines; then the settings.

    `show` is given the new passphrase and returns once it was written down; it is not
    called where a round is there already. None: the vault's machine makes the keys.
    Return the helplines' files to be filled in.
    """
    refuse_settings(config)
    words = read_facts(settings).words
    languages = dict(words.language_names())
    with whole(settings.home, settings.database_path):
        for folder in (settings.home, config.parent):
            make_home(folder)
        await asyncio.to_thread(migrate, settings.database_path)
        has_round, has_programme = await _there(settings)
        if show and not has_round:
            show((await new_rounds(settings, week)).passphrase)
        if not has_programme:
            await _add(settings, values, languages, week)
        empty = await asyncio.to_thread(_helplines, settings, words)
        await asyncio.to_thread(write_new, config, written(values).encode())
    return empty


def _helplines(settings: Settings, words: Words) -> list[Path]:
    """Write a file to be filled in for each country that has none."""
    missing = {
        code: path
        for code, path in settings.helpline_files.items()
        if not path.exists()
    }
    for code, path in missing.items():
        make_home(path.parent)
        names = {x: words.country(x, code) for x in settings.languages}
        write_new(path, template(code, names).encode())
    return list(missing.values())


async def _there(settings: Settings) -> tuple[bool, bool]:
    store = await Store.open(settings.database_path)
    try:
        return bool(await store.rounds()), bool(await store.programmes())
    finally:
        await store.close()


async def _add(
    settings: Settings, values: Values, languages: Collection[str], week: Week
) -> None:
    name, people = str(values["programme"]), int(str(values["people"]))
    programme = Programme(
        programme_id(name), Own((("en", name),)), expected_people=people
    )
    store = await Store.open(settings.database_path)
    try:
        await add(store, programme, {"default"}, languages, week)
    finally:
        await store.close()
