"""Which wordings survivor advisers have signed, and whether that still holds.

`signoff.toml` in the home folder, else in `locales/`, has a table for each signature:
language, wording (the hash that `sotto words hashes` prints), on (a date), paid
(whether the adviser was); no name.
Rule: one changed sentence makes another wording, which nobody has signed.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from bot.files import read_toml
from bot.words.edition import Edition

SHOWN = 32
"""Hex digits of a wording's hash: 128 bits."""


class _Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: str
    wording: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
    on: date
    paid: bool


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    signature: tuple[_Signature, ...] = ()


def wording(edition: Edition, language: str) -> str:
    """Return the hash of everything that people are told in a language.

    Words that only staff reads may change without asking the advisers anew.
    """
    shelf = edition.shelf(language)
    said = sorted(
        (id_, standing.forms)
        for id_, standing in shelf.standings.items()
        if not (standing.source.for_staff or standing.gone)
    )
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:SHOWN]


def wordings(edition: Edition) -> Iterable[tuple[str, str]]:
    """Return (language, hash of its wording) of each live language."""
    codes = [language.code for language in edition.shipped.languages]
    return [(code, wording(edition, code)) for code in codes]


def signed(edition: Edition, path: Path) -> frozenset[str]:
    """Return the languages whose wording, as it is now, is signed in the file."""
    if not path.exists():
        return frozenset()
    signatures = read_toml(path, _File).signature
    live = {language.code for language in edition.shipped.languages}
    return frozenset(
        s.language
        for s in signatures
        if s.language in live and s.wording == wording(edition, s.language)
    )
