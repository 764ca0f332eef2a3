"""One language's file of texts, read into values, and whether a text can be shown.

A .po file is written by translators with tools of their own, so anything may stand in
it. Rule: a text is shown only if it has exactly the placeholders of the English one,
bare `{name}`s and nothing else (`str.format` on a translation can read attributes, so
it is never used), and a form for every number that its language tells apart.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from bot.errors import FileError
from bot.words.languages import Language

_HEADER = re.compile(r'^"([\w-]+): (.*)\\n"$', re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_UNSENT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
"""What no message may hold: control characters, overrides of direction, half letters.
A half of a surrogate pair cannot even be written down."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message: its forms (more than one where it counts) and notes."""

    id: str
    forms: tuple[str, ...]
    counted: bool = False
    notes: tuple[str, ...] = ()
    line: int = 0

    @property
    def kind(self) -> str:
        """What it is: the first word of its first note (Screen, Button ...)."""
        return _first_word(self.notes[0]) if self.notes else "Line"

    @property
    def for_staff(self) -> bool:
        """Whether only staff and designers read it, and nobody who uses a service."""
        named = self.notes and self.notes[0].startswith(f"{self.kind} for staff")
        theirs = self.id.startswith(("staff.", "desk."))
        return bool(named) or theirs or self.kind in _OF_STAFF


_OF_STAFF = frozenset({"Theme", "Staff", "Digest"})


@cache
def _first_word(note: str) -> str:
    return re.split(r"\W", note)[0]


@dataclass(frozen=True, slots=True)
class Texts:
    """What one .po file holds: headers, and entries by id (none of them fuzzy)."""

    headers: dict[str, str]
    entries: dict[str, Entry]


def path_of(locales: Path, code: str) -> Path:
    """Return where a language's texts lie."""
    return locales / code / "LC_MESSAGES" / "sotto.po"


def read(path: Path) -> Texts:
    """Return what the file holds; raise `FileError` where it cannot be read."""
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except PoFileError as broken:
        raise FileError(path, broken.lineno, "text", "it cannot be read") from None
    except (OSError, ValueError, LookupError, AttributeError):
        raise FileError(path, 1, "file", "it cannot be read as a .po file") from None
    entries: dict[str, Entry] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        counted = not isinstance(message.id, str)
        name = message.id if isinstance(message.id, str) else message.id[0]
        said = message.string or ""
        forms = (said,) if isinstance(said, str) else tuple(said)
        notes = tuple(message.auto_comments)
        entries[name] = Entry(name, forms, counted, notes, message.lineno or 1)
    return Texts(_headers(path), entries)


def _headers(path: Path) -> dict[str, str]:
    """Return the head as it is written, which babel would rewrite."""
    head = path.read_text(encoding="utf-8").partition("\n\n")[0]
    return dict(_HEADER.findall(head))


def split(text: str) -> tuple[str, ...]:
    """Return text and placeholder names by turns, beginning and ending with text."""
    return tuple(_PLACEHOLDER.split(text))


def hidden(text: str) -> str:
    """Return what is wrong with a text that cannot be sent as it is, or ""."""
    found = _UNSENT.search(text)
    if found is None:
        return ""
    return (
        f"has a hidden character, U+{ord(found[0]):04X}. Type the text anew around it."
    )


def misfit(source: Entry, entry: Entry, language: Language) -> str:
    """Return why a text cannot stand for the English one, or "" where it can."""
    wanted = language.nplurals if source.counted else 1
    if entry.counted != source.counted or len(entry.forms) != wanted:
        return _forms_wanted(source, entry, language)
    for number, form in enumerate(entry.forms):
        if problem := _unfit(source, number, form, language):
            where = f"the form for {_sampled(number, language)} " if wanted > 1 else ""
            return where + problem
    return ""


def _forms_wanted(source: Entry, entry: Entry, language: Language) -> str:
    """Return which plural forms there should be, by numbers that take each."""
    if not source.counted:
        return "has plural forms, and English has one text. Write one text."
    forms = range(language.nplurals)
    numbers = " | ".join(_sampled(form, language) for form in forms)
    return f"has {len(entry.forms)} plural forms. Write {len(forms)}, for: {numbers}."


def _sampled(form: int, language: Language) -> str:
    return ", ".join(map(str, language.samples(form)))


def _unfit(source: Entry, number: int, form: str, language: Language) -> str:
    """Return why one form cannot stand for the English one, or ""."""
    if not form.strip():
        return "is empty. Write it."
    if problem := hidden(form):
        return problem
    if any("{" in part or "}" in part for part in split(form)[::2]):
        return "has a { or } that is no placeholder. Put placeholders in with buttons."
    wanted, named = _names(source.forms), _names((form,))
    for strange in sorted(named - wanted):
        return f"has a placeholder that English has not: {{{strange}}}. Take it out."
    missing = sorted(wanted - named)
    if len(missing) > int(source.counted and _alone(number, language)):
        return (
            f"leaves out a placeholder: {{{missing[0]}}}. Put it back with its button."
        )
    return ""


def _names(forms: tuple[str, ...]) -> set[str]:
    return {name for form in forms for name in split(form)[1::2]}


def _alone(form: int, language: Language) -> bool:
    """Tell whether a plural form is for one number only, and may then say it in words.

    Arabic has such forms for none, one and two.
    """
    rule = language.form()
    return sum(rule(n) == form for n in range(101)) == 1
