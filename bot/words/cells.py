"""A text in a cell of a spreadsheet, and back, letter by letter as it was.

A cell that begins with one of a few signs is run as a formula by the spreadsheet that
opens it. Rule: such a text goes out behind an apostrophe, and so does one that begins
with an apostrophe of its own, so that what comes back is told apart.
"""

_GUARD = "'"
_GUARDED = (_GUARD, *"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
"""Also in the wide forms, which spreadsheets of East Asia take for the narrow ones."""


def cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    return _GUARD + text if text.startswith(_GUARDED) else text


def uncell(text: str) -> str:
    """Return the text that a cell was made from."""
    guarded = text.startswith(_GUARD) and text[1:].startswith(_GUARDED)
    return text[1:] if guarded else text
