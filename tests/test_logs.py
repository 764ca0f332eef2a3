"""Nothing that could name a person or open the bot is ever written down."""

import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
from chat.bots import Recorder, bot_at, polling
from hypothesis import given
from hypothesis import strategies as st
from stand import Stand

from bot.chat.door import TelegramDoor
from bot.flows.doors import Arrival, Outgoing
from bot.logs import FIELDS, QUIET, log, set_up

CANARY = "Wordcanary"


@pytest.fixture
def loudest() -> Iterator[None]:
    """Set logging up at DEBUG, every library's own level included; undo it after."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    levels = {name: logging.getLogger(name).level for name in QUIET}
    root.handlers[:] = []
    set_up(logging.DEBUG)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    logging.captureWarnings(capture=False)
    for name, former in levels.items():
        logging.getLogger(name).setLevel(former)
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    root.handlers[:] = handlers
    root.setLevel(level)


def fail(words: str) -> None:
    """Raise with words in the exception."""
    raise ValueError(words)


def test_a_line_is_an_event_and_its_listed_fields(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Listed fields are shown in order; every other one is dropped."""
    log.warning("update_failed", error="OSError", attempt=2, text=CANARY, chat=7001)
    assert capsys.readouterr().err == (
        "update_failed attempt=2 error=OSError level=warning\n"
    )


@pytest.mark.parametrize("event", [f"said {CANARY}", CANARY, "", "x" * 60, 7001])
def test_an_event_that_is_no_name_is_not_shown(
    event: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words where an event's name belongs are dropped, not shown."""
    log.warning(event)  # type: ignore[arg-type]  # (a mistake, made on purpose)
    assert capsys.readouterr().err == "unnamed level=warning\n"


@pytest.mark.parametrize(
    "value", ["two words", "a\nb", "x" * 49, b"bytes", ["list"], None, ValueError("x")]
)
def test_a_listed_field_takes_no_words(
    value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """A listed field passes as one short word or a number, as nothing else."""
    log.warning("update_failed", error=value)
    assert capsys.readouterr().err == "update_failed level=warning\n"


def test_a_number_too_large_to_count_is_not_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An id or a time in a counting field is told as many."""
    log.warning("gathered", count=7_001_002_003)
    assert capsys.readouterr().err == "gathered count=many level=warning\n"


@given(st.dictionaries(st.text(min_size=1), st.text() | st.integers()), st.text())
def test_no_field_outside_the_list_passes(
    fields: dict[str, object], event: str
) -> None:
    """Whatever fields and events are logged, only listed names come out."""
    lines: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.stderr, "write", lines.append)
        log.bind(**fields).warning(event)
    line = "".join(lines)
    assert line.count("\n") == 1
    assert {part.split("=")[0] for part in line.split()[1:]} <= FIELDS


def test_an_exception_is_its_class_and_its_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The words of an exception are not shown, nor those of its causes."""
    try:
        fail(CANARY)
    except ValueError:
        log.exception("update_failed")
    told = capsys.readouterr().err
    assert told.startswith("update_failed error=ValueError level=error where=")
    assert CANARY not in told


@pytest.mark.usefixtures("loudest")
@pytest.mark.parametrize("name", [*QUIET, "some.other.library", "root"])
def test_a_library_is_heard_and_not_understood(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a library's record only who, how loudly and an exception's class pass."""
    speaker = logging.getLogger(name)
    try:
        fail(CANARY)
    except ValueError:
        speaker.exception("POST https://host/bot42:%s", CANARY)
    speaker.debug(CANARY, stack_info=True)
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert told[0].startswith(f"library error=ValueError level=error library={name}:")
    assert CANARY not in "".join(told)


@pytest.mark.usefixtures("loudest")
def test_a_warning_is_not_understood_either(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A warning's words go the same way as a library's."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(CANARY, stacklevel=1)
    told = capsys.readouterr().err
    assert "library=py.warnings" in told
    assert CANARY not in told


@pytest.mark.parametrize(
    "crash",
    [
        "raise ValueError(words)",
        "t = threading.Thread(target=int, args=(words,)); t.start(); t.join()",
        "asyncio.run(forgotten(words))",
        "Unraisable(words)",
    ],
)
def test_a_crash_tells_its_class_and_no_words(crash: str) -> None:
    """Whatever goes uncaught, and wherever, its words stay out of the journal."""
    program = f"""
import asyncio, gc, logging, threading
from bot.logs import set_up
words = {CANARY!r}
class Unraisable:
    def __init__(self, words): self.words = words
    def __del__(self): raise ValueError(self.words)
async def failing(words):
    raise ValueError(words)
async def forgotten(words):
    task = asyncio.create_task(failing(words))
    await asyncio.sleep(0.01)
    del task
    gc.collect()
set_up(logging.DEBUG)
{crash}
"""
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    told = done.stdout + done.stderr
    assert "error=ValueError" in told
    assert CANARY not in told


@pytest.mark.usefixtures("loudest")
async def test_a_talk_at_the_loudest_level_leaves_no_trace(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Token, words, names and numbers of a talk appear nowhere, even at DEBUG."""
    async with Stand() as stand:
        bot = bot_at(stand.address, stand.token)
        async with bot.request:
            door, recorder = TelegramDoor(bot), Recorder()

            async def receive(arrival: Arrival) -> None:
                first = not recorder.received
                await recorder.receive(arrival)
                sent = await door.send(arrival.chat, Outgoing(f"Thanks, {CANARY}"))
                await door.edit(arrival.chat, sent, Outgoing("Bye"))
                if arrival.file:
                    content = await door.fetch(arrival.file, 99)
                    await door.give(arrival.chat, f"{CANARY}.txt", content or b"")
                    await door.play(arrival.chat, arrival.file)
                if first:
                    fail(CANARY)

            async with polling(stand, receive):
                for _ in range(3):
                    somebody = stand.person()
                    somebody.writes(f"I am {CANARY}")
                    somebody.uploads("filecanary", CANARY.encode())
                await stand.until(lambda: stand.waiting == 0)
    assert len(stand.given) == len(stand.downloads) == 3
    told = "".join(capsys.readouterr())
    assert "update_failed" in told
    assert "library=telegram" in told
    secrets = [
        CANARY,
        "Namecanary",
        "usercanary",
        "filecanary",
        stand.token,
        "STANDSECRET",
    ]
    secrets += [str(arrival.person) for arrival in recorder.received]
    assert [secret for secret in secrets if secret in told] == []
