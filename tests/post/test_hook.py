"""What is posted to a web address can be checked, and its answer is understood."""

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from post.parcels import HOST, PAPERS, PARCEL, Clock

from bot.errors.post import HookRefusedError, HookUnreachedError
from bot.flows.doors import Gone, Later
from bot.flows.staff import Contact
from bot.post.hook import Hook, seconds_of
from bot.post.signature import new_secret, sign
from bot.settings import CHECKOUT
from bot.weeks import DAY

SECRET = new_secret()
Verify = Callable[[str, dict[str, str], bytes, float], bool]


@dataclass
class Receiver:
    """A program at the other end: answers with a status, and keeps what came."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    async def take(self, request: web.Request) -> web.Response:
        """Keep a delivery."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.came.append((headers, await request.read()))
        return web.Response(status=self.status, headers=self.headers)


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[Contact]:
    """Run a receiver, and give the contact that leads to it."""
    app = web.Application()
    app.router.add_post("/{path:.*}", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.port = runner.addresses[0][1]
    try:
        url = f"http://127.0.0.1:{receiver.port}/hook"
        yield Contact(0, "uk", hook=url, secret=SECRET)
    finally:
        await runner.cleanup()


@cache
def example() -> Verify:
    """Return the function that the README gives to whoever receives."""
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    code = re.search(r"^```python\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    assert code is not None, "README.md: the example of a receiver is gone"
    names: dict[str, Any] = {}
    exec(code[1], names)  # noqa: S102 (the README's own example)
    return names["is_ours"]  # type: ignore[no-any-return]


async def test_a_receiver_can_check_and_read_what_is_posted() -> None:
    """By the README's own function; the digest in it is the JSON paper as it is."""
    clock, receiver = Clock(), Receiver()
    async with receiving(receiver) as contact:
        await Hook(HOST, clock).deliver(contact, PARCEL)
    ((headers, body),) = receiver.came
    assert example()(SECRET, headers, body, clock.at)
    told = json.loads(body)
    assert told == {
        "type": "digest",
        "number": PARCEL.number,
        "language": "uk",
        "subject": PARCEL.subject,
        "text": PARCEL.text,
        "digest": json.loads(PAPERS[2].content),
    }
    assert headers["content-type"] == "application/json"


async def test_of_times_only_the_signatures_is_sent() -> None:
    """And nothing of the machine or the program's version."""
    receiver = Receiver()
    async with receiving(receiver) as contact:
        await Hook(HOST, Clock()).deliver(contact, PARCEL)
    ((headers, _),) = receiver.came
    assert set(headers) == {
        *("host", "accept", "accept-encoding", "user-agent", "content-type"),
        *("content-length", "webhook-id", "webhook-timestamp", "webhook-signature"),
    }
    assert headers["user-agent"] == "Sotto"


async def test_a_repeat_has_the_same_id_and_is_signed_anew() -> None:
    """A receiver that keeps ids takes nothing twice; another message is no repeat.

    Neither other words are, nor the same ones on the next fixed day.
    """
    clock, receiver = Clock(), Receiver()
    async with receiving(receiver) as contact:
        way = Hook(HOST, clock)
        await way.deliver(contact, PARCEL)
        clock.at += DAY
        await way.deliver(contact, PARCEL)
        await way.deliver(contact, replace(PARCEL, text="Still the latest."))
        await way.deliver(contact, replace(PARCEL, turn=7))
    first, second, *others = [headers["webhook-id"] for headers, _ in receiver.came]
    assert first == second
    assert len({first, *others}) == 3
    assert receiver.came[0][1] == receiver.came[1][1]
    assert example()(SECRET, *receiver.came[1], clock.at)
    assert not example()(SECRET, *receiver.came[0], clock.at)


@given(st.binary(max_size=50), st.data())
def test_what_was_changed_or_is_old_does_not_pass(body: bytes, data: Any) -> None:  # noqa: ANN401 (hypothesis')
    """Each of id, time, body and secret is under the signature."""
    at = 1_767_229_200
    good = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,AAAA {sign(SECRET, 'msg_1', at, body)}",
    }
    assert example()(SECRET, good, body, at + 299)
    assert not example()(SECRET, good, body, at + 301)
    assert not example()(SECRET, good, body, at - 301)
    assert not example()(new_secret(), good, body, at)
    assert not example()(SECRET, good, body + b" ", at)
    name = data.draw(st.sampled_from(sorted(good)))
    wrong = data.draw(st.sampled_from(["", "x", "1", f"{at + 1}", "v1,", "v2,AAAA"]))
    assert not example()(SECRET, {**good, name: wrong}, body, at)
    assert not example()(SECRET, {n: v for n, v in good.items() if n != name}, body, at)


ANSWERS = [
    (410, Gone),
    *((status, HookRefusedError) for status in (301, 307, 400, 404, 500)),
]


@pytest.mark.parametrize(("status", "meant"), ANSWERS)
async def test_an_answer_that_is_no_yes_is_understood(
    status: int, meant: type[Exception]
) -> None:
    """Gone ends it; anything else is tried again, and nowhere else."""
    receiver = Receiver(status, {"Location": "/elsewhere"})
    async with receiving(receiver) as contact:
        with pytest.raises(meant) as raised:
            await Hook(HOST, Clock()).deliver(contact, PARCEL)
    assert len(receiver.came) == 1
    assert "127.0.0.1" not in str(raised.value)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_receiver_may_ask_for_a_pause(status: int) -> None:
    """As long as it says."""
    async with receiving(Receiver(status, {"Retry-After": "120"})) as contact:
        with pytest.raises(Later) as asked:
            await Hook(HOST, Clock()).deliver(contact, PARCEL)
    assert asked.value.seconds == 120


def test_a_pause_is_seconds_or_a_date_and_a_day_at_most() -> None:
    """Nobody parks a digest for ever, and nonsense is a minute."""
    at = 1_767_229_200.0  # Thu, 01 Jan 2026 01:00:00 GMT
    assert seconds_of("Thu, 01 Jan 2026 01:02:00 GMT", at) == 120
    assert seconds_of("999999999", at) == DAY
    nonsense = ("", "soon", "-5", "nan", "inf", "Thu, 01 Jan 2020 00:00:00 GMT")
    assert {seconds_of(one, at) for one in nonsense} <= {60, DAY}


async def test_a_slow_or_absent_receiver_is_tried_again() -> None:
    """After its time, with the connection given up."""
    receiver = Receiver()
    async with receiving(receiver) as contact:
        hanging = Hook(HOST, Clock(), patience=0.0001)
        with pytest.raises(HookUnreachedError):
            await hanging.deliver(contact, PARCEL)
    with pytest.raises(HookUnreachedError):
        await Hook(HOST, Clock()).deliver(contact, PARCEL)
