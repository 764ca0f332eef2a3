"""What the buttons about themes carry: a verb, a digest, a theme, and how it stood.

Rule: a press names the step that it answers, so that one that comes late, or twice, is
seen to be so.
"""

import re
from dataclasses import dataclass

PRESS = "t:d:"
"""What the callback data of these buttons begins with."""
OPEN = "o"
_DATA = re.compile(
    r"t:d:([a-z]+)(?::([0-9a-f]{2,32}):(\d{1,4}))?(?::(\d{1,4}))?(?::([a-z0-9_]{1,8}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Press:
    """A press: what to do with which theme, at which step, and with what."""

    verb: str
    batch: str = ""
    index: int = 0
    number: int = 0
    value: str = ""

    def data(self) -> str:
        """Return the press as callback data, at most 64 bytes."""
        parts = [self.verb]
        if self.batch:
            parts += [self.batch, str(self.index), str(self.number)]
        return PRESS + ":".join([*parts, *filter(None, [self.value])])


def pressed(data: str) -> Press | None:
    """Read a press; None where it is none about a theme."""
    found = _DATA.fullmatch(data)
    if found is None:
        return None
    verb, batch, index, number, value = found.groups()
    return Press(verb, batch or "", int(index or 0), int(number or 0), value or "")
