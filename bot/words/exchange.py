"""What comes back from a translator: a dry run of a file, with a reason for each no.

Whoever sends it may be tired, may use a tool that rewrites half the file, or may not be
a translator at all. Rule: whatever the bytes are, the answer is a value; nothing that a
check blocks is proposed, and what a file leaves out, leaves empty or marks as unsure
stays as it is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath

from bot.words import pofile
from bot.words.checks import also_called
from bot.words.glossary import Terms
from bot.words.keyboards import keyboard
from bot.words.languages import Language
from bot.words.lines import Line, Row, briefly, lines_end
from bot.words.po import Entry
from bot.words.rules import Level, Pair, findings
from bot.words.shape import is_short_enough
from bot.words.writing import tidied

MOST_BYTES = 2 * 1024**2
_LONGEST_REASON = 300
_TOO_LARGE = "This file is larger than 2 MB. Send only the file you were sent."
_NOT_UTF_8 = "This file is not written in UTF-8. Save it as UTF-8 and send it again."
_OTHER_KINDS = {
    ".mo": "This is a .mo file, which is for programs. Send the .po file beside it.",
    ".csv": "This is a .csv file. Send the spreadsheet itself, as .xlsx.",
    ".ods": "This is an .ods file. Save the spreadsheet as .xlsx and send that.",
    ".xls": "This is an old .xls file. Save the spreadsheet as .xlsx and send that.",
    ".xlsx": "This .xlsx file is no spreadsheet. Save it once more as .xlsx.",
}
"""What a translator's tool also writes, and what people then send by mistake."""
_FIRST = {
    b"\xd0\xcf\x11\xe0": ".xls",
    b"\xde\x12\x04\x95": ".mo",
    b"\x95\x04\x12\xde": ".mo",
}
_OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_TWICE = "This text stands more than once in the file. Keep one of them."
_OTHER_ENGLISH = (
    "The English beside it is not what it is now. Get the file anew, and look whether"
    " the translation still says the same."
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a file would change, by id: a dry run.

    `added` had no text before; `left` is what the file leaves as it is, since it is
    empty or marked as unsure there; `refused` is why the whole file is, or "".
    """

    added: tuple[tuple[str, tuple[str, ...]], ...] = ()
    changed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    same: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()
    refused: str = ""


class _Fate(Enum):
    """What becomes of one text of a file."""

    SAME = "same"
    LEFT = "left"
    TAKEN = "taken"
    REJECTED = "rejected"


def read_back(
    content: bytes,
    name: str,
    language: Language,
    lines: Sequence[Line],
    terms: Terms,
) -> Proposed:
    """Return what a file of that name would change; whatever it is, never raise."""
    rows = _rows(content, name, language, lines)
    if isinstance(rows, str):
        return Proposed(refused=rows)
    known = {line.source.id: line for line in lines}
    unknown = dict.fromkeys(r.id for r in rows if r.id not in known and not r.problem)
    if unknown:
        ids = briefly(unknown)
        return Proposed(refused=f"This file has texts that are not ours: {ids}.")
    times = Counter(row.id for row in rows)
    fates = {
        row.id: (_Fate.REJECTED, _TWICE)
        if times[row.id] > 1
        else _fate(row, known.get(row.id), language, terms)
        for row in rows
    }
    return _proposed({row.id: _tidy(row) for row in rows}, fates, known)


def claimed(content: bytes) -> str:
    """Return the code of the language that a file says it is in, or ""."""
    if len(content) > MOST_BYTES:
        return ""
    if content.startswith(b"PK"):
        from bot.words import sheet  # noqa: PLC0415 (serving goes without its library)

        return sheet.claimed(content)
    return pofile.claimed(content.decode("utf-8-sig", errors="ignore"))


def _rows(
    content: bytes, name: str, language: Language, lines: Sequence[Line]
) -> tuple[Row, ...] | str:
    """Return the texts of a file of either kind, or why there are none."""
    if len(content) > MOST_BYTES:
        return _TOO_LARGE
    kind = _kind(content) or PurePath(name).suffix.lower()
    if content.startswith(b"PK") and kind != ".ods":
        from bot.words import sheet  # noqa: PLC0415 (as above)

        return sheet.read(content, language, lines)
    if kind in _OTHER_KINDS:
        return _OTHER_KINDS[kind]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _NOT_UTF_8
    return pofile.read(text, language)


def _kind(content: bytes) -> str:
    """Return what a file of another kind is by its first bytes; a chat names none."""
    if _OPEN_SHEET in content[:128]:
        return ".ods"
    return next((kind for first, kind in _FIRST.items() if content[:4] == first), "")


def _fate(
    row: Row, line: Line | None, language: Language, terms: Terms
) -> tuple[_Fate, str]:
    """Weigh one text of a file: what becomes of it, and why if it is rejected."""
    if line is None or row.problem:
        return _Fate.REJECTED, row.problem
    if not row.forms:
        return _Fate.LEFT, ""
    tidy = _tidy(row)
    unchanged = tuple(map(lines_end, line.forms)) in {row.forms, tidy}
    if unchanged and not (line.stale_of and row.vouched):
        return (_Fate.LEFT if line.stale_of else _Fate.SAME), ""
    if not {*row.english} <= {*map(lines_end, (line.english, *line.source.forms))}:
        return _Fate.REJECTED, _OTHER_ENGLISH
    entry = Entry(row.id, tidy, line.source.counted)
    reason = _blocking(Pair(language, terms, line.source, entry))
    return (_Fate.REJECTED if reason else _Fate.TAKEN), reason


def _tidy(row: Row) -> tuple[str, ...]:
    """Return a text without the stray spaces that a tool or a hand left there."""
    return tuple(map(tidied, row.forms))


def _blocking(pair: Pair) -> str:
    """Return why a text cannot be taken, in sentences for its translator, or ""."""
    # A text of two million letters is not looked at any further.
    if too_long := is_short_enough(pair):
        return _sentence(too_long)
    found = (problem for level, problem in findings(pair) if level is Level.BLOCKS)
    reason = " ".join(map(_sentence, found))
    whole = len(reason) <= _LONGEST_REASON
    return reason if whole else reason[:_LONGEST_REASON] + "…"


def _sentence(problem: str) -> str:
    """Return what a rule says of a text as a whole sentence."""
    said = problem if problem.startswith("the ") else f"It {problem}"
    return said[0].upper() + said[1:] + ("" if said.endswith((".", "?")) else ".")


def _proposed(
    forms: Mapping[str, tuple[str, ...]],
    fates: Mapping[str, tuple[_Fate, str]],
    known: Mapping[str, Line],
) -> Proposed:
    """Return the dry run, in the order of the file."""

    def of(wanted: _Fate) -> tuple[str, ...]:
        return tuple(id_ for id_, (fate, _) in fates.items() if fate is wanted)

    taken = {id_: forms[id_] for id_ in of(_Fate.TAKEN)}
    clashing = _clashing(taken, known)
    kept = [(id_, said) for id_, said in taken.items() if id_ not in clashing]
    rejected = [(id_, fates[id_][1]) for id_ in of(_Fate.REJECTED)]
    return Proposed(
        added=tuple((id_, said) for id_, said in kept if not known[id_].forms),
        changed=tuple((id_, said) for id_, said in kept if known[id_].forms),
        same=of(_Fate.SAME),
        left=of(_Fate.LEFT),
        rejected=(*rejected, *clashing.items()),
    )


def _clashing(
    taken: Mapping[str, tuple[str, ...]], known: Mapping[str, Line]
) -> dict[str, str]:
    """Return the texts that another one beside them forbids, and why.

    One that is rejected keeps the text that stands, which others may now read like: so
    it is asked again until nothing more is found.
    """
    source = {id_: line.source for id_, line in known.items()}
    stand = {id_: line.forms for id_, line in known.items() if line.forms}
    clashing: dict[str, str] = {}
    while True:
        kept = {id_: said for id_, said in taken.items() if id_ not in clashing}
        live = {id_: Entry(id_, said) for id_, said in (stand | kept).items()}
        found = {
            id_: _sentence(problem)
            for id_, (*_, said) in kept.items()
            if (problem := keyboard(id_, said, source, live))
            or (problem := also_called(id_, said, live))
        }
        if not found:
            return clashing
        clashing |= found
