"""How much one message holds: 4096 units, as Telegram counts letters (UTF-16).

Rule: whatever the desk shows fits, however long a text is that somebody wrote: it is
cut at its end, or goes on in the next message.
"""

from collections.abc import Iterable, Sequence

from bot.words.writing import MESSAGE, cut, units

_PART = "\n\n"


def joined(forms: Sequence[str], most: int = MESSAGE) -> str:
    """Return a text's forms one below the other, at most so long."""
    return cut("\n—\n".join(forms), most)


def pages(parts: Iterable[str]) -> tuple[str, ...]:
    """Return parts in as few messages as hold them; none is cut but a too long one."""
    found: list[str] = []
    for part in (cut(one) for one in parts if one):
        longer = f"{found[-1]}{_PART}{part}" if found else part
        if found and units(longer) <= MESSAGE:
            found[-1] = longer
        else:
            found.append(part)
    return tuple(found)
