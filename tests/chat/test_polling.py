"""Updates come in order, side by side, and are confirmed only when durable."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from chat.bots import Confirmed, Recorder, bot_at, eventually, polling, words
from stand import Fault, Person, Stand

from bot.chat import polling as polling_room
from bot.chat.polling import Polling
from bot.errors.telegram import AnotherPollerError, TokenRefusedError
from bot.flows.doors import Arrival, Gone, Later

RECORDER = Path(__file__).with_name("recorder.py")


async def test_a_batch_is_confirmed_after_it_is_received() -> None:
    """The stand keeps an update until it has been carried through."""
    async with Stand() as stand:
        begun, go = asyncio.Event(), asyncio.Event()

        async def receive(_: Arrival) -> None:
            begun.set()
            await go.wait()

        confirmed = Confirmed()
        async with polling(stand, receive, confirmed.tell):
            number = stand.person().writes("hello")
            await begun.wait()
            polls = stand.polls
            await stand.until(lambda: stand.polls > polls)
            assert (stand.waiting, confirmed.upto) == (1, 0)
            go.set()
            await stand.until(lambda: stand.waiting == 0)
        assert confirmed.upto == number


async def test_one_persons_updates_stay_in_order() -> None:
    """Each person's words arrive in the order written, however long each takes."""
    async with Stand() as stand:
        people = [stand.person() for _ in range(8)]
        for turn in range(10):
            for person in people:
                person.writes(str(turn))
        recorder = Recorder(work=0.001)
        async with polling(stand, recorder.receive):
            await stand.until(lambda: stand.waiting == 0)
        for person in people:
            told = [words(a) for a in recorder.received if a.person == person.id]
            assert told == [str(turn) for turn in range(10)]


async def test_people_are_served_side_by_side_within_a_bound() -> None:
    """Up to 64 people are carried through at once, never more."""
    async with Stand() as stand:
        for _ in range(100):
            stand.person().writes("hello")
        recorder = Recorder(work=0.05)
        async with polling(stand, recorder.receive):
            await stand.until(lambda: len(recorder.received) == 100)
        assert recorder.most_at_once == 64


async def test_a_slow_update_does_not_stop_the_others() -> None:
    """While one person's update takes long, everybody else's go through."""
    async with Stand() as stand:
        slow, go = stand.person(), asyncio.Event()
        recorder = Recorder()

        async def receive(arrival: Arrival) -> None:
            if arrival.person == slow.id:
                await go.wait()
            await recorder.receive(arrival)

        async with polling(stand, receive):
            slow.writes("slow")
            for _ in range(90):
                stand.person().writes("quick")
            await stand.until(lambda: len(recorder.received) == 90)
            assert stand.confirmed < 1001
            go.set()
            await stand.until(lambda: stand.waiting == 0)
        assert len(recorder.received) == 91


async def test_an_update_is_received_once_while_others_are_awaited() -> None:
    """Polling on past a slow update brings nothing twice to the receiver."""
    async with Stand() as stand:
        slow, go = stand.person(), asyncio.Event()
        recorder = Recorder()

        async def receive(arrival: Arrival) -> None:
            await recorder.receive(arrival)
            if arrival.person == slow.id:
                await go.wait()

        async with polling(stand, receive):
            slow.writes("slow")
            stand.person().writes("quick")
            polls = stand.polls
            await stand.until(lambda: stand.polls > polls + 2)
            go.set()
        assert len(recorder.received) == 2


async def test_a_failing_update_is_tried_again_and_then_confirmed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An update whose receiver fails is not confirmed before a try succeeds."""
    monkeypatch.setattr("bot.chat.turns.FIRST_WAIT", 0.01)
    async with Stand() as stand:
        tries: list[int] = []

        async def receive(arrival: Arrival) -> None:
            tries.append(arrival.update)
            if len(tries) < 4:
                raise OSError

        async with polling(stand, receive):
            number = stand.person().writes("hello")
            await stand.until(lambda: stand.confirmed == number)
        assert tries == [number] * 4


async def test_an_update_that_alone_fails_is_set_aside(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One update that always fails while others pass does not block for ever."""
    monkeypatch.setattr("bot.chat.turns.FIRST_WAIT", 0.01)
    async with Stand() as stand:
        poison = stand.person()
        recorder = Recorder()

        async def receive(arrival: Arrival) -> None:
            if arrival.person == poison.id:
                raise ValueError(words(arrival))
            await recorder.receive(arrival)

        async with polling(stand, receive):
            poison.writes("wordcanary")
            stand.person().writes("hello")
            await stand.until(lambda: stand.waiting == 0)
        told = capsys.readouterr().err
        assert "update_set_aside attempt=5" in told
        assert "canary" not in told


async def test_nothing_is_set_aside_while_everything_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a full disk every update fails, so every update is kept and tried on."""
    monkeypatch.setattr("bot.chat.turns.FIRST_WAIT", 0.001)
    monkeypatch.setattr("bot.chat.turns.LONGEST_WAIT", 0.01)
    async with Stand() as stand:
        full, tries = True, 0

        async def receive(_: Arrival) -> None:
            nonlocal tries
            tries += 1
            if full:
                raise OSError

        async with polling(stand, receive):
            for _ in range(3):
                stand.person().writes("hello")
            await eventually(lambda: tries >= 60)
            assert stand.waiting == 3
            full = False
            await stand.until(lambda: stand.waiting == 0)


async def test_a_paused_chat_is_brought_again_and_holds_nobody() -> None:
    """`Later` finishes the update; after the pause the newest one comes once more."""
    async with Stand() as stand:
        person, received = stand.person(), []
        paused = True

        async def receive(arrival: Arrival) -> None:
            received.append(words(arrival))
            if paused:
                raise Later(0.2)

        async with polling(stand, receive):
            person.writes("one")
            person.writes("two")
            await stand.until(lambda: stand.waiting == 0)
            assert received == ["one", "two"]
            paused = False
            await eventually(lambda: len(received) == 3)
        assert received == ["one", "two", "two"]


async def test_a_person_who_is_gone_is_no_failure() -> None:
    """`Gone` finishes an update at its first try."""
    async with Stand() as stand:
        tries = 0

        async def receive(_: Arrival) -> None:
            nonlocal tries
            tries += 1
            raise Gone

        async with polling(stand, receive):
            stand.person().writes("hello")
            await stand.until(lambda: stand.waiting == 0)
        assert tries == 1


async def test_what_cannot_be_read_is_confirmed_and_passed_over(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An unreadable update takes no other with it, and nothing of it is logged."""
    async with Stand(judged=False) as stand:
        recorder = Recorder()
        async with polling(stand, recorder.receive):
            stand.inject({"message": {"text": "wordcanary"}}, {"something_new": {}})
            stand.person().writes("hello")
            await stand.until(lambda: stand.waiting == 0)
        assert [words(a) for a in recorder.received] == ["hello"]
        assert "canary" not in capsys.readouterr().err


async def test_only_what_is_used_is_asked_for() -> None:
    """Edited messages and everything else unused are not even delivered."""
    async with Stand() as stand:
        asked: list[dict[str, object]] = []
        take = stand._get_updates  # noqa: SLF001 (the one call the stand does not keep)

        async def get_updates(parameters: dict[str, object]) -> list[dict[str, object]]:
            asked.append(parameters)
            return await take(parameters)

        stand._get_updates = get_updates  # type: ignore[method-assign]  # noqa: SLF001 (a listener)
        async with polling(stand, Recorder().receive):
            await stand.until(lambda: stand.polls == 1)
        expected = ["message", "callback_query", "my_chat_member"]
        assert (asked[0]["allowed_updates"], asked[0]["timeout"]) == (expected, 50)
        assert "offset" not in asked[0]


async def test_the_network_may_fail_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Cut connections, server errors and floods of the poll itself pass by."""
    monkeypatch.setattr(polling_room, "LONGEST_PAUSE", 0.01)
    async with Stand() as stand:
        stand.faults += [
            Fault("reset", "getUpdates", times=2),
            Fault("refuse", "getUpdates", status=502),
            Fault("flood", "getUpdates", seconds=0.01),
        ]
        recorder = Recorder()
        async with polling(stand, recorder.receive):
            stand.person().writes("hello")
            await stand.until(lambda: stand.waiting == 0)
        assert len(recorder.received) == 1


async def test_another_poller_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two processes on one token end with an error that says what to stop."""
    monkeypatch.setattr(polling_room, "CONFLICTS", 1)
    async with Stand() as stand:
        bot = bot_at(stand.address, stand.token)
        async with bot.request:
            first = asyncio.create_task(
                Polling(bot, Recorder().receive, Confirmed().tell).run()
            )
            await stand.until(lambda: stand.polls == 1)
            async with polling(stand, Recorder().receive):
                with pytest.raises(AnotherPollerError, match="another process"):
                    await asyncio.wait_for(first, 10)


async def test_a_restart_survives_its_former_self() -> None:
    """One conflict is a former process whose poll was still open."""
    async with Stand() as stand:
        recorder = Recorder()
        conflict = "Conflict: terminated by other getUpdates request"
        stand.faults.append(
            Fault("refuse", "getUpdates", status=409, description=conflict)
        )
        async with polling(stand, recorder.receive):
            stand.person().writes("hello")
            await stand.until(lambda: stand.waiting == 0)
        assert len(recorder.received) == 1


async def test_a_webhook_is_taken_away_and_what_waits_is_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A webhook set before is deleted without dropping what survivors said."""
    async with Stand() as stand:
        stand.faults.append(
            Fault(
                "refuse",
                "getUpdates",
                status=409,
                description="Conflict: can't use getUpdates while webhook is active",
            )
        )
        recorder = Recorder()
        async with polling(stand, recorder.receive):
            stand.person().writes("hello")
            await stand.until(lambda: stand.waiting == 0)
        assert len(recorder.received) == 1
        assert stand.said("deleteWebhook") == [{"drop_pending_updates": False}]
        assert "webhook_removed" in capsys.readouterr().err


async def test_a_refused_token_is_named_in_one_line() -> None:
    """A token that Telegram does not know ends polling with what to do next."""
    async with Stand() as stand:
        bot = bot_at(stand.address, "42:REVOKED")
        async with bot.request:
            with pytest.raises(TokenRefusedError, match="BotFather") as refused:
                await Polling(bot, Recorder().receive, Confirmed().tell).run()
        assert "REVOKED" not in str(refused.value)


async def test_stopping_finishes_and_confirms_what_is_in_work() -> None:
    """A stop lets the running update end and acknowledges it with a last poll."""
    async with Stand() as stand:
        recorder = Recorder(work=0.2)
        async with polling(stand, recorder.receive) as loop:
            person = stand.person()
            person.writes("in work")
            person.writes("not begun")
            await eventually(lambda: recorder.at_once > 0)
            loop.stop()
        assert [words(a) for a in recorder.received] == ["in work"]
        assert stand.waiting == 1


async def test_an_offset_is_dropped_after_six_idle_days() -> None:
    """After a week Telegram numbers anew: an old offset would hide what comes."""
    async with Stand() as stand:
        now, recorder, bot = 0.0, Recorder(), bot_at(stand.address, stand.token)
        async with bot.request:
            loop = Polling(bot, recorder.receive, Confirmed().tell, now=lambda: now)
            running = asyncio.create_task(loop.run())
            stand.person().writes("before")
            await stand.until(lambda: stand.waiting == 0)
            now = 6 * 86_400 + 1.0
            stand.person().writes("wakes the poll")
            await stand.until(lambda: stand.waiting == 0)
            now *= 3
            stand.inject({"update_id": 5000})
            await stand.until(lambda: stand.waiting == 0)
            now *= 3
            loop._forget_old_offset()  # noqa: SLF001 (the next poll would, in 50 s)
            assert loop._offset is None  # noqa: SLF001 (kept in memory alone)
            loop.stop()
            await running


async def record(stand: Stand, effects: Path) -> asyncio.subprocess.Process:
    """Start a polling process whose receiver writes each update to a file."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        RECORDER,
        stand.address,
        stand.token,
        effects,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def crowd(stand: Stand, updates: int) -> list[Person]:
    """Let 50 people write `updates` messages in all."""
    people = [stand.person() for _ in range(50)]
    for turn in range(updates // len(people)):
        for person in people:
            person.writes(str(turn))
    return people


def size_of(path: Path) -> int:
    """Return the bytes of a file that may not be there yet."""
    return path.stat().st_size if path.exists() else 0


def effects_of(path: Path) -> dict[int, list[int]]:
    """Return each person's update numbers, in the order they were recorded."""
    found: dict[int, list[int]] = {}
    for line in path.read_text("utf-8").splitlines():
        person, update = line.split()
        found.setdefault(int(person), []).append(int(update))
    return found


async def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    """Killed twice in the middle of 1,000 updates, all come, in each one's order."""
    effects = tmp_path / "effects"
    async with Stand() as stand:
        people = crowd(stand, 1000)
        for share in (300, 600):
            process = await record(stand, effects)
            await eventually(lambda: size_of(effects) > share * 12)  # noqa: B023 (awaited here)
            process.kill()
            await process.wait()
            assert stand.waiting
        process = await record(stand, effects)
        await stand.until(lambda: stand.waiting == 0, 30)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    found = effects_of(effects)
    assert {person.id for person in people} == set(found)
    for updates in found.values():
        firsts = list(dict.fromkeys(updates))
        assert (len(firsts), firsts) == (20, sorted(firsts))


async def test_a_terminated_process_ends_soon_and_loses_nothing(
    tmp_path: Path,
) -> None:
    """SIGTERM in the middle: what is done is confirmed, the rest stays at Telegram."""
    effects = tmp_path / "effects"
    async with Stand() as stand:
        crowd(stand, 1000)
        process = await record(stand, effects)
        await eventually(lambda: size_of(effects) > 3000)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 5) == 0
        done = {u for updates in effects_of(effects).values() for u in updates}
        waits = set(range(1000, 2000)) - set(range(1000, stand.confirmed + 1))
        assert set(range(1000, 2000)) == done | waits
        assert stand.confirmed >= 1000
