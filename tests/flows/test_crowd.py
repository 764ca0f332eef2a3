"""Who waits is packed tightly, and nobody is lost or doubled on the way."""

from answers import seeded

from bot.flows.crowd import RECORD_SIZE, Crowd, Record, Told, packed


def _crowd(people: int) -> tuple[Crowd, list[Record]]:
    """Return a crowd in which every third voice has two answers, and its records."""
    dice, crowd = seeded(people), Crowd()
    records: list[Record] = []
    for number in range(people):
        voice = dice.randbytes(16) if number % 3 or not records else records[-1].voice
        answer, row = dice.randbytes(16), dice.getrandbits(63)
        records.append(Record(voice, answer, row, number % 99, 2, 5))
        crowd.add(packed(records[-1]))
    return crowd, records


def test_a_waiting_answer_takes_44_bytes() -> None:
    """The promise of at most 64 bytes an answer leaves room for what grows beside."""
    assert RECORD_SIZE == 44


def test_everybody_is_met_with_all_answers() -> None:
    """By voice, each place is met once, with its own voice."""
    crowd, records = _crowd(2000)
    met = [
        (voice, place)
        for voices in crowd.by_voice()
        for voice, places in voices.items()
        for place in places
    ]

    assert sorted(place for _, place in met) == list(range(2000))
    assert all(records[place].voice == voice for voice, place in met)


def test_an_answer_that_two_voices_claim_is_found() -> None:
    """A copy of somebody's own row is no claim; the same answer of another voice is."""
    crowd, records = _crowd(500)
    crowd.add(packed(records[7]))
    crowd.add(packed(records[9]._replace(voice=bytes(16))))

    assert sorted(crowd.claimed()) == [9, 501]


def test_those_who_stay_stay_whole() -> None:
    """Keeping some of the places forgets the others, and nothing else."""
    crowd, records = _crowd(2000)
    crowd.keep(bytearray(place % 7 == 3 for place in range(2000)))

    assert list(crowd) == records[3::7]


def test_a_drained_crowd_was_met_once() -> None:
    """Everybody comes out, and nobody is left."""
    crowd, records = _crowd(1301)

    assert sorted(crowd.drain()) == sorted(records)
    assert len(crowd) == 0


def test_the_told_are_kept_with_both_marks() -> None:
    """Leaf, answer and voice come back as they went in."""
    told = Told()
    told.add(3, b"a" * 16, b"v" * 16)
    told.add(65_535, b"b" * 16, b"w" * 16)

    assert list(told) == [(3, b"a" * 16, b"v" * 16), (65_535, b"b" * 16, b"w" * 16)]
