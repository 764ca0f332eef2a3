"""The desk: what a reader does with one opened text, and where it is kept.

Texts are opened one at a time and live as long as the page shows them; what is held
between two of them says where texts lie and which codes were given, never a word.
Rule: nothing that was read reaches a file but sealed, and nothing is kept of an answer
that was taken back meanwhile.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.deployment import Deployment
from bot.details.finding import clean
from bot.errors import NotReadableError, TakenBackError
from bot.flows import codings
from bot.flows.passes import Rows
from bot.reading import agreement, sights
from bot.reading.search import Found, Shelf, Told, texts
from bot.reading.sights import Sight, Suggested
from bot.reading.ways import Piece, Seat, second_share, share
from bot.responses import Response
from bot.store.records import ActedRow, CodingRow
from bot.themes.codebook import CODEBOOK
from bot.themes.codings import Chosen, Coding, Span, covered, joined
from bot.themes.coding import Reads
from bot.vault.reader import ReaderKeys
