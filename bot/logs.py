"""What may be written down about running: an allow-list, and nothing beside it.

A line holds an event's name and named safe fields. Words, names, ids, addresses and
the arguments of exceptions cannot pass: a field that is not listed is dropped, and a
listed one passes only as a number or as one short word. Libraries go through the same
list and keep only where they speak from: httpx's lines hold the token, telegram's a
survivor's words (`telegram.md`, Logs). No time is written: next to an event about an
update it would order what survivors sent, and the service's journal has its own.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

import structlog
from typing_extensions import override

FIELDS: Final = frozenset(
    {
        "attempt",
        "command",
        "count",
        "error",
        "level",
        "library",
        "method",
        "seconds",
        "status",
        "trial",
        "version",
        "where",
    }
)
"""The only fields that a line may hold."""
QUIET: Final = (
    "aiohttp",
    "aiosqlite",
    "alembic",
    "asyncio",
    "httpcore",
    "httpx",
    "telegram",
)
"""Libraries that speak of every request: heard from WARNING on."""
_EVENT = re.compile(r"[a-z][a-z_]{2,47}")
_WORD = re.compile(r"[A-Za-z0-9_.:/<>-]{1,48}")
_LONGEST_NUMBER = 1_000_000
"""Numbers from here on are shown as `many`: an id or a time is never a count."""


def _safe(value: object) -> str | None:
    """Return a value as it may be shown, or None."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}" if abs(value) < _LONGEST_NUMBER else "many"
    if isinstance(value, str) and _WORD.fullmatch(value):
        return value
    return None


def _line(event: object, fields: Mapping[str, object]) -> str:
    """Return one line: the event's name, then the fields that may pass."""
    name = event if isinstance(event, str) and _EVENT.fullmatch(event) else "unnamed"
    shown = ((key, _safe(fields[key])) for key in sorted(FIELDS & fields.keys()))
    return " ".join([name, *(f"{key}={value}" for key, value in shown if value)])


def place_of(trace: TracebackType | None) -> str:
    """Return the innermost place of a trace inside this program, as `room.module:9`."""
    place = ""
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.split(".", maxsplit=1)[0] == "bot" or not place:
            place = f"{module.removeprefix('bot.')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _failure(failed: BaseException) -> dict[str, object]:
    """Return what may be said of an exception: its class, and where it came up."""
    return {"error": type(failed).__name__, "where": place_of(failed.__traceback__)}


def _exception(
    _logger: object, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Turn `exc_info` into a class and a place, before it can become a text."""
    info = entry.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()[1]
    if isinstance(info, BaseException):
        entry.update(_failure(info))
    return entry


def _allowed(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> str:
    """Let only the allow-list through to the one that writes."""
    return _line(entry.pop("event", ""), entry)


def _write(line: str) -> None:
    """Write a finished line to standard error; a closed one stops nobody."""
    with suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")


class _Stderr:
    """What structlog hands finished lines to."""

    debug = info = warning = error = critical = exception = staticmethod(_write)


log: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
    _Stderr(),
    processors=[structlog.processors.add_log_level, _exception, _allowed],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
)
"""The product's own log; safe before `set_up` too."""


class AllowList(logging.Handler):
    """Shows of a library's record who spoke, how loudly, and an exception's class."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Write the record's line; its message is never looked at."""
        fields: dict[str, object] = {
            "level": record.levelname.lower(),
            "library": f"{record.name}:{record.lineno}",
        }
        failed = record.exc_info[1] if record.exc_info else None
        if failed is not None:
            fields.update(_failure(failed))
        _write(_line("library", fields))


def set_up(level: int = logging.WARNING) -> None:
    """Send every library, warning and uncaught exception through the allow-list."""
    logging.basicConfig(handlers=[AllowList()], level=level, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _in_thread


def _uncaught(
    kind: type[BaseException], _failed: BaseException, trace: TracebackType | None
) -> None:
    log.error("crashed", error=kind.__name__, where=place_of(trace))


def _unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    kind = unraisable.exc_type.__name__
    log.error("failed_aside", error=kind, where=place_of(unraisable.exc_traceback))


def _in_thread(args: threading.ExceptHookArgs) -> None:
    kind = args.exc_type.__name__
    log.error("failed_aside", error=kind, where=place_of(args.exc_traceback))
