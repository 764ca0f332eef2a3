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
from bot.words import po
from bot.words.languages import read_languages

SHOWN = 32
"""Hex digits of a wording's hash: 128 bits."""


class _Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: str
    wording: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
    on: date
    paid: bool


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    signature: tuple[_Signature, ...] = ()


def wording(locales: Path, language: str) -> str:
    """Return the hash of everything that is said in a language."""
    entries = po.read(po.path_of(locales, language)).entries
    said = json.dumps(sorted((e.id, e.forms) for e in entries.values()))
    return hashlib.sha256(said.encode()).hexdigest()[:SHOWN]


def wordings(locales: Path) -> Iterable[tuple[str, str]]:
    """Return (language, hash of its wording) of each live language."""
    listed = read_languages(locales / "languages.toml")
    return [(one.code, wording(locales, one.code)) for one in listed if one.live]


def signed(locales: Path, path: Path) -> frozenset[str]:
    """Return the languages whose wording, as it is now, is signed in the file."""
    if not path.exists():
        return frozenset()
    signatures = read_toml(path, _File).signature
    return frozenset(
        s.language
        for s in signatures
        if po.path_of(locales, s.language).exists()
        and s.wording == wording(locales, s.language)
    )
