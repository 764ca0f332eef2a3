"""A language's texts as a .po file for Poedit or Weblate, and such a file read back.

A catalogue of ours has ids where other programs have English. A translator's tool shows
what stands in `msgid`, so there goes the English, and our id into `msgctxt`; our own
format is read, too. Rule: the head that a file brings is compared and then forgotten:
forms are counted as our list of languages counts them, whatever the file asks for.
"""

import gettext
import re
import textwrap
from collections.abc import Iterator, Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, denormalize, normalize
from typing_extensions import override

from bot.words import po
from bot.words.languages import Language
from bot.words.lines import Line, Row, brief, lines_end
from bot.words.tags import MEANT, beginnings, spelled

_HEAD = re.compile(
    r'^msgid ""[ \t]*\n(?:""[ \t]*\n)*msgstr ((?:"(?:[^"\\\n]|\\.)*"[ \t]*(?:\n|$))+)',
    re.MULTILINE,
)
_FORMS = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=([^;]{1,500});?\s*")
_EARLIER_OF_DEAD = re.compile(r"^#~\|.*$", re.MULTILINE)
"""What Poedit and Weblate keep of a text that is no more; babel refuses such a line."""
_COUNTED = (*range(1001), 10_000, 1_000_000, 1_000_001)
"""Numbers on which two plural rules must agree to be the same one."""
NOT_OURS = "This is no .po file and no .xlsx spreadsheet. Send the file you were sent."
_BROKEN = "This .po file cannot be read. Open it in Poedit, save it, and send it again."


class _Heap(Catalog):
    """The entries of a file in their order, under a head that no file can change.

    Babel's own catalogue takes the number of forms, the dates and the letters' encoding
    from the file, and stumbles over the first wrong one.
    """

    def __init__(self, nplurals: int) -> None:
        super().__init__()
        self.forms = nplurals
        self.found: list[Message] = []

    @property
    @override
    def num_plurals(self) -> int:
        return self.forms

    @override
    def __setitem__(self, id: object, message: Message) -> None:
        if id:
            self.found.append(message)


def write(language: Language, lines: Sequence[Line]) -> bytes:
    """Return a .po file that a translator can open in a tool of their own."""
    entries = (_entry(line, language) for line in lines)
    return "\n".join((_head(language), *entries)).encode()


def _head(language: Language) -> str:
    """Return the head of a file; it has no dates, so the same texts are the same file.

    The first two lines are for the person who opens it.
    """
    return (
        f"# Texts of Sotto in {language.name} ({language.code}). Write the translation"
        " below each English text.\n"
        "# Keep {names} in braces as they are. When done, save, and send this file back"
        " to where you got it.\n"
        'msgid ""\nmsgstr ""\n'
        '"Project-Id-Version: sotto\\n"\n'
        f'"Language: {language.code}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {language.plural}\\n"\n'
        '"X-Source-Language: en\\n"\n'
        f'"X-State: {language.state.value}\\n"\n'
    )


def _entry(line: Line, language: Language) -> str:
    """Return one text as it stands in the file, with all that its translator needs.

    Babel writes an earlier English so that other tools cannot read it, hence by hand.
    """
    written = [
        *_comments(line),
        f"msgctxt {_quoted(line.source.id)}",
        *_english(line.source.forms, line.source),
        *_said(line, language),
    ]
    return "\n".join(written) + "\n"


def _comments(line: Line) -> Iterator[str]:
    """Yield the lines above a text: notes, screens, flags, and its earlier English."""
    notes = (*line.source.notes, f"At most {line.limit} letters.")
    yield from (f"#. {note}" for note in textwrap.wrap(" ".join(notes)))
    if line.screens:
        yield f"#: {' '.join(line.screens)}"
    stale = line.forms and line.stale_of
    fuzzy = "fuzzy, " if stale else ""
    braces = ", python-brace-format" if "{" in line.english else ""
    yield f"#, {fuzzy}max-length:{line.limit}{braces}"
    if stale and any(line.stale_of):
        yield from (f"#| {part}" for part in _english(line.stale_of, line.source))


def _english(forms: tuple[str, ...], source: po.Entry) -> list[str]:
    """Return the lines of an English text, two forms of it where it counts."""
    lines = f"msgid {_quoted(forms[0])}"
    if source.counted:
        lines += f"\nmsgid_plural {_quoted(forms[-1])}"
    return lines.split("\n")


def _said(line: Line, language: Language) -> list[str]:
    """Return the lines of a translation, empty ones where there is none yet."""
    if not line.source.counted:
        return [f"msgstr {_quoted(''.join(line.forms))}"]
    forms = line.forms or ("",) * language.nplurals
    return [f"msgstr[{n}] {_quoted(form)}" for n, form in enumerate(forms)]


def _quoted(text: str) -> str:
    return normalize(text, width=0)


def read(text: str, language: Language) -> tuple[Row, ...] | str:
    """Return the texts of a .po file in a language, or why there are none."""
    text = _EARLIER_OF_DEAD.sub("", lines_end(text))
    if not re.search(r"^msgid\b", text, re.MULTILINE):
        return NOT_OURS
    head = _headers(text)
    heap = _Heap(language.nplurals)
    if wrong := _language(head, language) or _plurals(head, language):
        return wrong
    try:
        parser = PoFileParser(heap, ignore_obsolete=True, abort_invalid=True)
        parser.parse(text.split("\n"))
    except PoFileError as broken:
        return f"{_BROKEN} The first trouble is in line {broken.lineno + 1}."
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError):
        return _BROKEN
    return tuple(map(_row, heap.found))


def claimed(text: str) -> str:
    """Return the code of the language that a .po file says it is in, or ""."""
    return _headers(lines_end(text)).get("language", "").replace("-", "_")


def is_called(language: Language, said: str) -> bool:
    """Tell whether a language is called so, by its code or another tag of it.

    A country behind it says nothing (`uk_UA`), but where it makes another language:
    Dari (fa_AF) is not Persian (fa).
    """
    spellings = (language.code, *language.aliases)
    names = {n for spelling in spellings for n in spelled(spelling, language.script)}
    tag = said.casefold().replace("@cyrillic", "-cyrl").replace("@latin", "-latn")
    known = names.union(MEANT.values())
    return next((one for one in beginnings(tag) if one in known), "") in names


def _headers(text: str) -> dict[str, str]:
    """Return the head's fields, however a tool has wrapped them."""
    found = _HEAD.search(text)
    head = denormalize('""\n' + found[1].strip()) if found else ""
    pairs = (line.partition(":") for line in head.split("\n"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _language(head: dict[str, str], language: Language) -> str:
    """Return why a file is not in the language that is wanted, or ""."""
    said = head.get("language", "")
    if is_called(language, said):
        return ""
    wanted = f"{language.name} ({language.code}) was wanted"
    if not said:
        return f"The head of this file does not say its language, and {wanted}."
    return f"This file says that it is in “{brief(said)}”, and {wanted}."


def _plurals(head: dict[str, str], language: Language) -> str:
    """Return why a file counts in another way than ours, or "".

    Tools write one rule in several ways, so the numbers decide, not the letters.
    """
    if _same_rule(head.get("plural-forms", ""), language):
        return ""
    return (
        "This file counts its plural forms by another rule than ours. Its head must say"
        f" “Plural-Forms: {language.plural}”."
    )


def _same_rule(said: str, language: Language) -> bool:
    found = _FORMS.fullmatch(said)
    if not found or int(found[1]) != language.nplurals:
        return False
    ours = language.form()
    try:
        theirs = gettext.c2py(found[2])
        return all(theirs(n) == ours(n) for n in _COUNTED)
    except (ValueError, ArithmeticError):
        return False


def _row(message: Message) -> Row:
    """Return an entry; an unsure or empty one has no forms."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    said = message.string or ""
    forms = (said,) if isinstance(said, str) else tuple(said)
    if message.fuzzy or not any(form.strip() for form in forms):
        forms = ()
    forms = tuple(map(lines_end, forms))
    if message.context is None:
        return Row(ids[0], forms)
    return Row(message.context, forms, english=ids, vouched=True)
