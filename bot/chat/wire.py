"""Where identity ends: one raw update of Telegram becomes an `Arrival`, or nothing.

Telegram sends names, usernames, pictures and times with everything. Rule: of who
somebody is, only the bare account and chat numbers pass; the rest has no field below
to be read into, so it is dropped before it exists. Of a document or a recording, the
name passes by which Telegram gives it out: staff alone are asked for files. Each update
is read alone, so one that cannot be read never stands in the way of another.

msgspec reads the fields below; PTB's `Update.de_json` would build the names as well
and takes over twenty times as long (`tests/benchmarks/updates.py wire`).
"""

import re
from typing import Annotated, Final

import msgspec

from bot.conversation.events import (
    Blocked,
    Called,
    Command,
    Edited,
    Event,
    Other,
    Sent,
    Started,
    Tapped,
    Wrote,
)
from bot.flows.doors import Arrival

ALLOWED_UPDATES: Final = ("message", "callback_query", "my_chat_member")
"""What Telegram is asked for (`telegram.md`, decision 8): edits are not delivered."""
STRANGE: Final = -1
"""The card of a press that no card of a talk can have: staff's, or a malformed one."""
STAFF_PRESS: Final = "t:"
"""What the callback data of staff's buttons begins with."""

_Number = Annotated[int, msgspec.Meta(ge=-(2**62), le=2**62)]
_COMMAND = re.compile(r"/([A-Za-z]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_COMMANDS: Final = {command.value: command for command in Command}
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PRESS = re.compile(r"(0|[1-9][0-9]{0,8})\.([a-z0-9._:-]{1,40})")
_STAFF = re.compile(STAFF_PRESS + r"[\x21-\x7e]{1,62}")
_FILE = re.compile(r"[A-Za-z0-9_-]{1,256}")
_FILED: Final = ("document", "voice", "audio")
"""Where the name of a file is looked for that staff may have sent."""
_NAMED: Final = frozenset({Other.FILE, Other.VOICE, Other.FORWARD})
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
_KINDS: Final[tuple[tuple[str, Other], ...]] = (
    ("photo", Other.PHOTO),
    ("video", Other.PHOTO),
    ("video_note", Other.PHOTO),
    ("animation", Other.PHOTO),
    ("paid_media", Other.PHOTO),
    ("voice", Other.VOICE),
    ("audio", Other.VOICE),
    ("contact", Other.CONTACT),
    ("venue", Other.PLACE),
    ("location", Other.PLACE),
    ("sticker", Other.STICKER),
    ("dice", Other.STICKER),
    ("game", Other.STICKER),
    ("story", Other.FORWARD),
    ("forward_origin", Other.FORWARD),
    ("document", Other.FILE),
    ("poll", Other.FILE),
    ("checklist", Other.FILE),
)
"""What is neither words nor a press, what could show a person first.

A video or a moving picture counts as a photo: it may show a face, so it is deleted.
"""


class UnreadableError(ValueError):
    """An update that cannot be read: it is skipped. Says nothing of its content."""


class _Account(msgspec.Struct):
    id: _Number
    language_code: str = ""


class _Chat(msgspec.Struct):
    id: _Number
    type: str


class _Message(msgspec.Struct):
    message_id: _Number
    chat: _Chat
    sender: _Account | None = msgspec.field(default=None, name="from")
    text: str | None = None


class _Press(msgspec.Struct):
    id: str
    sender: _Account = msgspec.field(name="from")
    message: _Message | None = None
    data: str = ""


class _Member(msgspec.Struct):
    status: str


class _Membership(msgspec.Struct):
    chat: _Chat
    sender: _Account = msgspec.field(name="from")
    new_chat_member: _Member


class _Update(msgspec.Struct):
    update_id: _Number
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Press | None = None
    my_chat_member: _Membership | None = None


def update_id(raw: object) -> int | None:
    """Return an update's number, also where the rest of it cannot be read."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int and 0 <= number < 2**62 else None


def arrival(raw: object, now: int) -> Arrival | None:
    """Read one update that came at `now` (seconds since 1970).

    None is an update that asks for nothing: a group's, a service message, an unknown
    kind. Raises `UnreadableError` for what is not an update.
    """
    try:
        update = msgspec.convert(raw, _Update)
    except (msgspec.ValidationError, RecursionError):
        raise UnreadableError from None
    if update.message is not None:
        return _of_message(update.update_id, update.message, raw, now)
    if update.callback_query is not None:
        return _of_press(update.update_id, update.callback_query, now)
    if update.edited_message is not None:
        return _of_edit(update.update_id, update.edited_message, now)
    if update.my_chat_member is not None:
        return _of_membership(update.update_id, update.my_chat_member, now)
    return None


def _private(chat: _Chat) -> bool:
    return chat.type == "private"


def _of_message(
    update: int, message: _Message, raw: object, now: int
) -> Arrival | None:
    """Read what a person wrote or sent in her own chat."""
    if message.sender is None or not _private(message.chat):
        return None
    event = _event(message, raw, now)
    if event is None:
        return None
    return Arrival(
        update=update,
        person=message.sender.id,
        chat=message.chat.id,
        event=event,
        message=message.message_id,
        file=_file(event, raw),
    )


def _file(event: Event, raw: object) -> str:
    """Return Telegram's name of a document or a recording, also of a forwarded one."""
    if not isinstance(event, Sent) or event.other not in _NAMED:
        return ""
    content = raw["message"] if isinstance(raw, dict) else {}
    for kind in _FILED:
        it = content.get(kind)
        name = it.get("file_id") if isinstance(it, dict) else None
        if isinstance(name, str) and _FILE.fullmatch(name):
            return name
    return ""


def _event(message: _Message, raw: object, now: int) -> Event | None:
    """Tell words, commands and everything else apart."""
    content = raw["message"] if isinstance(raw, dict) else {}
    guess = _guess(message.sender)
    for field, other in _KINDS:
        if field in content:
            return Sent(now, other, guess)
    if message.text is None:
        return None
    found = _COMMAND.fullmatch(message.text)
    if found is None:
        return Wrote(now, message.text, guess)
    return _called(found, message.text, guess, now)


def _guess(account: _Account | None) -> str:
    """Return the language of somebody's app, if it is the tag of one."""
    tag = account.language_code if account is not None else ""
    return tag if _TAG.fullmatch(tag) else ""


def _called(found: re.Match[str], text: str, guess: str, now: int) -> Event:
    """Return a known command; an unknown one is written words (staff have theirs)."""
    name, rest = found[1].lower(), (found[2] or "").strip()
    if name == "start":
        code = rest if _CODE.fullmatch(rest) else ""
        return Started(now, code=code, guess=guess)
    command = _COMMANDS.get(name)
    if command is None:
        return Wrote(now, text, guess)
    return Called(now, command, guess)


def _of_press(update: int, press: _Press, now: int) -> Arrival | None:
    """Read a press; without its message it is answered in the person's own chat."""
    message = press.message
    if message is not None and not _private(message.chat):
        return None
    card, choice = _pressed(press.data)
    return Arrival(
        update=update,
        person=press.sender.id,
        chat=press.sender.id if message is None else message.chat.id,
        event=Tapped(now, card, choice, _guess(press.sender)),
        press=press.id,
        live=None if message is None else message.message_id,
    )


def _pressed(data: str) -> tuple[int, str]:
    """Return a press's card and choice; `STRANGE` where it is no card of a talk."""
    if _STAFF.fullmatch(data):
        return STRANGE, data
    found = _PRESS.fullmatch(data)
    return (int(found[1]), found[2]) if found else (STRANGE, "")


def _of_edit(update: int, message: _Message, now: int) -> Arrival | None:
    """Note that a message was changed; the change is not read."""
    if message.sender is None or not _private(message.chat):
        return None
    return Arrival(update, message.sender.id, message.chat.id, Edited(now))


def _of_membership(update: int, change: _Membership, now: int) -> Arrival | None:
    """Note that the person blocked the bot."""
    if not _private(change.chat) or change.new_chat_member.status != "kicked":
        return None
    return Arrival(update, change.sender.id, change.chat.id, Blocked(now))
