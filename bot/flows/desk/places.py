"""Where a press at the desk leads: a verb, a language, a text, and its version.

A press carries all of it, so that an old message's button never acts on another text
than the one above it. Rule: ids of texts are long, so a press carries eight digits
that stand for one; what two texts share stands for neither.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import Enum

import msgspec

PRESS = "t:w:"
"""What the callback data of the desk's buttons begins with."""
_DATA = re.compile(r"t:w:([a-z]+)(?::([A-Za-z_]{2,8}))?(?::([0-9a-z]+))?(?::(\d+))?")


class Filter(Enum):
    """Which texts one goes through."""

    MISSING = "missing"
    STALE = "stale"
    WAITING = "waiting"
    FAILED = "failed"
    BACK = "back"
    DRAFT = "draft"
    ALL = "all"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Press:
    """A press: what to do, in which language, with which text at which version."""

    verb: str
    language: str = ""
    text: str = ""
    version: int = 0

    def data(self) -> str:
        """Return the press as callback data, at most 40 bytes."""
        parts = [self.verb, self.language, self.text]
        if self.text:
            parts.append(str(self.version))
        return PRESS + ":".join(filter(None, parts))


def pressed(data: str) -> Press | None:
    """Read a press; None where it is no press of the desk."""
    found = _DATA.fullmatch(data)
    if found is None:
        return None
    verb, language, text, version = found.groups()
    return Press(verb, language or "", text or "", int(version or 0))


def digits(id_: str) -> str:
    """Return the eight digits that stand for a text's id."""
    return hashlib.sha256(id_.encode()).hexdigest()[:8]


Pending = tuple[tuple[str, tuple[str, ...]], ...]
"""A file's texts that wait for a word, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a member is: which texts they go through, and what is asked of them.

    `asks` is what the next message will be taken for (write, back, reject, find,
    voice), `version` the one it is about, `heard` the mark of what is to be read
    aloud, `forms` the plural forms written so far, `pending` the texts of a file
    that waits for "Apply as drafts".
    """

    language: str = ""
    filter: str = Filter.ALL.value
    query: str = ""
    asks: str = ""
    id: str = ""
    version: int = 0
    heard: str = ""
    forms: tuple[str, ...] = ()
    pending: Pending = ()


def read_spot(state: str) -> Spot:
    """Read where a member is; what cannot be read is the beginning."""
    try:
        return msgspec.json.decode(state, type=Spot) if state else Spot()
    except msgspec.MsgspecError:
        return Spot()


def written(spot: Spot) -> str:
    """Return a spot as it rests."""
    return msgspec.json.encode(spot).decode()
