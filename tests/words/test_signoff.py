"""A wording is signed by its hash; one changed sentence needs a new signature."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from deployments import trial

from bot.conversation.cards import SCREENS
from bot.conversation.talk import Step, Talk
from bot.errors import FileError
from bot.settings import CHECKOUT
from bot.words.edition import Edition
from bot.words.phrases import Msg, Phrase
from bot.words.shipped import Shipped
from bot.words.signoff import signed, wording, wordings

UNSIGNED = Phrase(Msg("about.unsigned"))


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """Copy the list and English."""
    folder = tmp_path / "locales"
    folder.mkdir()
    shutil.copy(CHECKOUT / "locales" / "languages.toml", folder)
    shutil.copytree(CHECKOUT / "locales" / "en", folder / "en")
    return folder


def edition(locales: Path) -> Edition:
    """Return the texts as they lie in a folder."""
    return Edition(Shipped.read(locales))


def sign(locales: Path, language: str, hash_: str) -> None:
    """Sign a wording."""
    (locales / "signoff.toml").write_text(
        f'[[signature]]\nlanguage = "{language}"\nwording = "{hash_}"\n'
        "on = 2026-03-02\npaid = true\n",
        encoding="utf-8",
    )


def test_nothing_is_signed_without_the_file(locales: Path) -> None:
    """Without signatures no wording counts as checked."""
    assert signed(edition(locales), locales / "signoff.toml") == frozenset()


def test_a_signature_holds_until_a_word_changes(locales: Path) -> None:
    """The hash is of what people read, so a changed sentence is unsigned again."""
    sign(locales, "en", wording(edition(locales), "en"))
    assert signed(edition(locales), locales / "signoff.toml") == {"en"}
    path = locales / "en" / "LC_MESSAGES" / "sotto.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("have not yet checked", "did not yet check"), "utf-8")
    assert signed(edition(locales), locales / "signoff.toml") == frozenset()


def test_a_signature_of_no_language_counts_for_none(locales: Path) -> None:
    """A language that is not there cannot be signed."""
    sign(locales, "tlh", "0" * 32)
    assert signed(edition(locales), locales / "signoff.toml") == frozenset()


def test_a_broken_signature_names_its_line(locales: Path) -> None:
    """A wrong field is told with file and line."""
    sign(locales, "en", "not a hash")
    with pytest.raises(FileError, match=r"signoff\.toml, line 3, wording"):
        signed(edition(locales), locales / "signoff.toml")


def test_every_live_language_has_its_hash() -> None:
    """No two wordings have the same one."""
    found = dict(wordings(edition(CHECKOUT / "locales")))
    assert {"en", "uk", "ar"} <= found.keys()
    assert len(set(found.values())) == len(found)


async def test_about_stops_saying_what_is_no_longer_true(tmp_path: Path) -> None:
    """Signed in her language, /about leaves the line out; in another it stays."""
    async with trial(tmp_path) as d:
        deployment = await d.serving.facts.deployment(d.serving.store)
    signed_now = replace(deployment, signed=frozenset({"en"}))
    about = SCREENS[Step.ABOUT]
    english, other = (Talk(step=Step.ABOUT, language=code) for code in ("en", "uk"))
    assert UNSIGNED in about(english, deployment).lines
    assert UNSIGNED not in about(english, signed_now).lines
    assert UNSIGNED in about(other, signed_now).lines
