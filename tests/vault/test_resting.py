"""Talks and contacts rest where only a key finds them, and open only there."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors.sealed import ContactError, TooLongToRestError
from bot.vault.resting import HostKey, TalkKeys, pepper_id, voice
from bot.weeks import DAY

PERSON, OTHER = 5_123_456_789, 7
NOON = 20_000 * DAY + DAY / 2
STATE = b"a talk"


def test_a_talk_opens_again() -> None:
    """What rests is what was sealed."""
    keys = TalkKeys()
    assert keys.open(keys.seal(PERSON, STATE, NOON)) == STATE


def test_a_talk_is_found_by_its_first_slot() -> None:
    """A row lies where its person's first slot of the day says."""
    keys = TalkKeys()
    row = keys.seal(PERSON, STATE, NOON)
    assert keys.slots(PERSON, NOON)[0] == (row.epoch, row.slot)
    assert row.epoch == 20_000
    assert len(row.slot) == 16


def test_slots_do_not_tell_the_person() -> None:
    """Two people, two days and two deployments have slots with nothing in common."""
    keys, others = TalkKeys(), TalkKeys()
    slots = {
        keys.slots(PERSON, NOON)[0][1],
        keys.slots(OTHER, NOON)[0][1],
        keys.slots(PERSON, NOON + DAY)[0][1],
        others.slots(PERSON, NOON)[0][1],
    }
    assert len(slots) == 4
    assert voice(bytes(32), PERSON) not in slots


def test_yesterdays_talk_is_found_and_opens() -> None:
    """After midnight the talk of the evening before goes on."""
    keys = TalkKeys()
    row = keys.seal(PERSON, STATE, NOON)
    slots = keys.slots(PERSON, NOON + DAY)
    assert [epoch for epoch, _ in slots] == [20_001, 20_000]
    assert slots[1] == (row.epoch, row.slot)
    assert keys.open(row) == STATE


def test_a_talk_of_two_days_ago_is_closed_for_ever() -> None:
    """The key of the day before yesterday is gone, and no slot leads there."""
    keys = TalkKeys()
    row = keys.seal(PERSON, STATE, NOON)
    assert [epoch for epoch, _ in keys.slots(PERSON, NOON + 2 * DAY)] == [20_002]
    assert keys.open(row) is None


def test_without_people_rotating_alone_closes_talks() -> None:
    """Old keys go by the clock, though nobody writes."""
    keys = TalkKeys()
    row = keys.seal(PERSON, STATE, NOON)
    keys.rotate(NOON + 2 * DAY)
    assert keys.open(row) is None


def test_a_clock_set_back_loses_nothing() -> None:
    """Talks sealed while the clock ran ahead open after it is set right."""
    keys = TalkKeys()
    row = keys.seal(PERSON, STATE, NOON)
    slots = keys.slots(PERSON, NOON - 5 * DAY)
    assert slots[0][0] == 19_995
    assert (row.epoch, row.slot) in slots
    assert keys.open(row) == STATE


def test_a_clock_far_ahead_leaves_no_lasting_key() -> None:
    """A key made by a clock that was years ahead does not live for years."""
    keys = TalkKeys()
    row = keys.seal(PERSON, STATE, NOON + 1000 * DAY)
    keys.rotate(NOON)
    assert keys.open(row) is None


def test_an_older_moment_within_the_two_days_still_opens() -> None:
    """An update that happened before midnight and came after it harms nothing."""
    keys = TalkKeys()
    today = keys.seal(PERSON, STATE, NOON + DAY)
    before = keys.seal(PERSON, b"before", NOON)
    keys.rotate(NOON + DAY)
    assert keys.open(today) == STATE
    assert keys.open(before) == b"before"


@pytest.mark.parametrize(
    ("size", "rests"),
    [(0, 2), (2047, 2), (2048, 8), (8192, 24), (24576, 64), (65535, 64)],
)
def test_a_state_rests_in_one_of_four_sizes(size: int, rests: int) -> None:
    """A row's size tells one of four, whatever was said."""
    row = TalkKeys().seal(PERSON, b"x" * size, NOON)
    assert len(row.state) == 12 + 1024 * rests + 16


def test_a_state_beyond_the_largest_size_is_refused() -> None:
    """There is no fifth size."""
    with pytest.raises(TooLongToRestError):
        TalkKeys().seal(PERSON, bytes(65536), NOON)


def test_a_row_opens_only_where_it_was_sealed() -> None:
    """A row copied to another slot or epoch, or changed, does not open."""
    keys = TalkKeys()
    row = keys.seal(PERSON, STATE, NOON)
    keys.rotate(NOON + DAY)
    changed = bytearray(row.state)
    changed[-1] ^= 1
    for moved in (
        replace(row, slot=keys.slots(OTHER, NOON)[0][1]),
        replace(row, epoch=row.epoch + 1),
        replace(row, state=bytes(changed)),
        replace(row, state=row.state[:-1]),
        replace(row, state=b""),
    ):
        assert keys.open(moved) is None


def test_sealing_twice_looks_different() -> None:
    """The same state never looks the same, so nobody sees that nothing changed."""
    keys = TalkKeys()
    first, second = (keys.seal(PERSON, STATE, NOON) for _ in range(2))
    assert first.state != second.state


def test_another_process_finds_the_keys_in_memory(tmp_path: Path) -> None:
    """A restart costs nothing where keys lie in a folder."""
    row = TalkKeys(tmp_path).seal(PERSON, STATE, NOON)
    again = TalkKeys(tmp_path)
    assert again.open(row) == STATE
    assert again.slots(PERSON, NOON)[0] == (row.epoch, row.slot)


def test_two_processes_agree_on_a_days_key(tmp_path: Path) -> None:
    """Whoever is second takes the key that the first one made."""
    first, second = TalkKeys(tmp_path), TalkKeys(tmp_path)
    row = first.seal(PERSON, STATE, NOON)
    assert second.slots(PERSON, NOON) == first.slots(PERSON, NOON)
    assert second.open(row) == STATE


def test_old_keys_leave_the_folder(tmp_path: Path) -> None:
    """The folder holds today's and yesterday's key, and no piece of another."""
    (tmp_path / ".20002.talk-half").write_bytes(bytes(32))
    for day in range(4):
        TalkKeys(tmp_path).rotate(NOON + day * DAY)
    assert {path.name for path in tmp_path.iterdir()} == {"20002.talk", "20003.talk"}


def test_a_key_left_behind_goes_at_the_next_start(tmp_path: Path) -> None:
    """A crash between making today's key and destroying an old one is healed."""
    TalkKeys(tmp_path).rotate(NOON)
    left = (tmp_path / "20000.talk").read_bytes()
    TalkKeys(tmp_path).rotate(NOON + 5 * DAY)
    (tmp_path / "20000.talk").write_bytes(left)
    TalkKeys(tmp_path).rotate(NOON + 5 * DAY)
    assert {path.name for path in tmp_path.iterdir()} == {"20005.talk"}


def test_keys_without_a_folder_touch_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a memory folder the keys live in the process alone."""
    monkeypatch.chdir(tmp_path)
    row = TalkKeys().seal(PERSON, STATE, NOON)
    assert TalkKeys().open(row) is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_key_does_not_stop_talks(tmp_path: Path) -> None:
    """Where the memory folder is full or gone, the day's key is in the process."""
    keys = TalkKeys(tmp_path / "gone")
    row = keys.seal(PERSON, STATE, NOON)
    assert keys.open(row) == STATE
    keys.rotate(NOON + 2 * DAY)
    assert keys.open(row) is None


def test_a_contact_opens_in_its_slot() -> None:
    """A member of staff is found by account and reached by the sealed contact."""
    host = HostKey(bytes(32))
    slot = host.slot(PERSON)
    assert HostKey(bytes(32)).open(slot, host.seal(slot, b"contact")) == b"contact"


def test_a_contact_elsewhere_is_refused() -> None:
    """A contact copied to another slot, or under another host key, does not open."""
    host = HostKey(bytes(32))
    slot, other = host.slot(PERSON), host.slot(OTHER)
    sealed = host.seal(slot, b"contact")
    for key, place in ((host, other), (HostKey(b"x" * 32), slot)):
        with pytest.raises(ContactError):
            key.open(place, sealed)


def test_contacts_have_one_size() -> None:
    """The row does not tell how long an id or a language's name is."""
    host = HostKey(bytes(32))
    sizes = {len(host.seal(bytes(16), b"x" * n)) for n in range(128)}
    assert sizes == {12 + 128 + 16}


def test_a_voice_belongs_to_a_person_and_a_pepper() -> None:
    """The same person has one voice a round, and another in the next."""
    mine = voice(b"a" * 32, PERSON)
    assert mine == voice(b"a" * 32, PERSON)
    assert len({mine, voice(b"b" * 32, PERSON), voice(b"a" * 32, OTHER)}) == 3
    assert len(mine) == 16


def test_a_peppers_id_does_not_tell_it() -> None:
    """The id is eight bytes that differ, and no part of the pepper."""
    assert pepper_id(b"a" * 32) != pepper_id(b"b" * 32)
    assert len(pepper_id(b"a" * 32)) == 8
    assert pepper_id(b"a" * 32) not in b"a" * 32
