"""The desk in a chat: what happens when an admin or a reader writes or taps there.

A press or a message becomes rows and one answer. Rule: the rows and the update are
committed together before anything is answered, and then everybody who is served reads
the new text; what was pressed on an old card never acts on a newer text.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.flows.desk.asking import Asking
from bot.flows.desk.cards import Cards, about
from bot.flows.desk.files import Files
from bot.flows.desk.library import Library
from bot.flows.desk.places import (
    Filter,
    Press,
    Spot,
    digits,
    pressed,
    read_spot,
    written,
)
from bot.flows.desk.showing import Showing
from bot.flows.doors import Arrival, FileDoor, Outgoing
from bot.store.records import ActRow, StaffRow, TextWork, Work
from bot.weeks import week_of
from bot.words import proposals
from bot.words.phrases import Msg, Value
from bot.words.proposals import Hand, Refusal, Rows
from bot.words.standing import Standing

REFUSALS: dict[Refusal, Msg] = {
    Refusal.NOTHING: Msg("desk.no_nothing"),
    Refusal.CHANGED: Msg("desk.no_changed"),
    Refusal.BLOCKED: Msg("desk.no_blocked"),
    Refusal.OWN: Msg("desk.no_own"),
    Refusal.NO_BACK: Msg("desk.no_back"),
    Refusal.SAME: Msg("desk.no_same"),
}
DONE: dict[str, Msg] = {
    "write": Msg("desk.done_write"),
    "send": Msg("desk.done_send"),
    "ok": Msg("desk.done_approve"),
    "no": Msg("desk.done_reject"),
    "undo": Msg("desk.done_undo"),
    "same": Msg("desk.done_keep"),
    "back": Msg("desk.done_back"),
}
"""What is said once a move is made."""
