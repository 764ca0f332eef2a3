"""Parcels and readers for tests of the post."""

import base64
from dataclasses import dataclass

from bot.flows.post import Parcel
from bot.flows.staff import Contact
from bot.reports.paper import Paper, Picture
from bot.vault.resting import HostKey

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
HTML = (
    '<!doctype html><html lang="uk" dir="ltr"><body><p>Безпечно: most</p>'
    '<img alt="Безпечно: most" src="data:image/png;base64,'
    f'{base64.b64encode(PNG).decode()}"></body></html>'
)
PAPERS = (
    Paper("digest.html", "text/html", HTML.encode()),
    Paper("digest.csv", "text/csv", b"theme,band\r\nA1,most\r\n"),
    Paper("digest.json", "application/json", b'{"bands": ["most"]}\n'),
)
PARCEL = Parcel(
    "AB12-CD34",
    "Blue House, березень",
    "Що люди сказали.\nБезпечно: більшість.",
    Picture(PNG, "Безпечно: більшість"),
    PAPERS,
    ((("Accept", "d:1"),),),
)
READER = Contact(0, "uk", mail="Anna@hope.example")
HOST = HostKey(bytes(32))


@dataclass
class Clock:
    """A clock that stands until it is set."""

    at: float = 1_767_229_200.0

    def __call__(self) -> float:
        """Return the time."""
        return self.at
