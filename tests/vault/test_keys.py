"""A round's key: its halves, and the file that only a passphrase opens."""

import stat
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SottoError
from bot.errors.keys import (
    DamagedKeyFileError,
    KeyFileVersionError,
    NotAKeyFileError,
    SecretExistsError,
    ShortPassphraseError,
    SmallMemoryError,
    TruncatedKeyFileError,
    WrongPassphraseError,
)
from bot.vault import keys

WORDS = "street thrower lumpish pried banked resigned"
CHEAP = keys.Cost(memory=64, passes=1, lanes=1)
SEED = bytes(range(32))
WRAPPED = keys.wrap(SEED, WORDS, CHEAP)
MEMORY, PASSES, LANES, SALT = 17, 21, 22, 23
"""Where the header's fields begin, in bytes."""
UNPRICED = [*range(MEMORY), *range(SALT, len(WRAPPED))]
"""Every byte but those that say what a guess costs, which another test changes."""


def with_header(at: int, value: bytes) -> bytes:
    """Return the key file with other bytes at a place."""
    return WRAPPED[:at] + value + WRAPPED[at + len(value) :]


def test_the_halves_are_those_of_x_wing() -> None:
    """A seed of the X-Wing draft has the public key that the draft gives."""
    seed = "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"
    public = keys.public_half(bytes.fromhex(seed))
    begins = "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5"
    assert public.hex().startswith(begins)
    assert len(public) == 1216


def test_a_seed_of_another_size_is_refused() -> None:
    """Half a seed is not a key."""
    with pytest.raises(DamagedKeyFileError):
        keys.public_half(bytes(16))


def test_seeds_are_drawn() -> None:
    """No two rounds share a key."""
    assert len({keys.new_seed() for _ in range(100)}) == 100


def test_what_is_wrapped_unwraps() -> None:
    """The passphrase gives the seed back."""
    assert keys.unwrap(WRAPPED, WORDS) == SEED


def test_the_default_cost_is_the_promised_one() -> None:
    """A key file asks 256 MiB, three passes and four lanes for each guess."""
    wrapped = keys.wrap(SEED, WORDS)
    assert wrapped[MEMORY:SALT] == (256 * 1024).to_bytes(4) + bytes([3, 4])
    assert keys.unwrap(wrapped, WORDS) == SEED


def test_spaces_between_words_do_not_matter() -> None:
    """A passphrase typed with other spaces, or a full-width letter, is the same."""
    typed = "  \uff53treet\tthrower  lumpish pried\u00a0banked resigned\n"
    assert keys.unwrap(WRAPPED, typed) == SEED


@pytest.mark.parametrize("wrong", ["", "street", WORDS.upper(), WORDS + " x"])
def test_a_wrong_passphrase_is_told(wrong: str) -> None:
    """Other words do not open the file, and the error says to try again."""
    with pytest.raises(WrongPassphraseError, match="Type it again"):
        keys.unwrap(WRAPPED, wrong)


@pytest.mark.parametrize("blob", [b"", b"Sotto", b"\0" * 99, b"age-encryption.org/v1"])
def test_another_file_is_not_a_key_file(blob: bytes) -> None:
    """A file that begins otherwise is something else."""
    with pytest.raises(NotAKeyFileError):
        keys.unwrap(blob, WORDS)


def test_an_unknown_version_is_told() -> None:
    """A newer file is not called broken, even where it has another length."""
    with pytest.raises(KeyFileVersionError, match="version 2"):
        keys.unwrap(with_header(16, b"\x02")[:40], WORDS)


@pytest.mark.parametrize("size", [16, 17, 50, 98])
def test_a_truncated_file_is_told(size: int) -> None:
    """A file that ends too early is to be copied again."""
    with pytest.raises(TruncatedKeyFileError):
        keys.unwrap(WRAPPED[:size], WORDS)


@pytest.mark.parametrize(
    "hostile",
    [
        WRAPPED + b"\0",
        with_header(MEMORY, b"\xff\xff\xff\xff"),
        with_header(MEMORY, (1024 * 1024 + 1).to_bytes(4)),
        with_header(MEMORY, (7).to_bytes(4)),
        with_header(PASSES, b"\x00"),
        with_header(PASSES, b"\x11"),
        with_header(LANES, b"\x00"),
        with_header(LANES, b"\x11"),
    ],
    ids=[
        "longer",
        "4 TiB",
        "over 1 GiB",
        "no memory",
        "0",
        "17",
        "0 lanes",
        "17 lanes",
    ],
)
def test_a_hostile_header_costs_nothing(hostile: bytes) -> None:
    """A header that asks for more than we ever write is refused before it is paid."""
    with pytest.raises(DamagedKeyFileError):
        keys.unwrap(hostile, WORDS)


def test_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a small machine the error says how much memory is needed."""

    class Exhausted:
        def __init__(self, **_: object) -> None:
            pass

        def derive(self, _: bytes) -> bytes:
            raise MemoryError

    monkeypatch.setattr(keys, "Argon2id", Exhausted)
    with pytest.raises(SmallMemoryError, match="256 MiB"):
        keys.wrap(SEED, WORDS)


@given(st.sampled_from(UNPRICED), st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_any_changed_byte_is_refused(at: int, change: int) -> None:
    """Every byte of the file is authenticated, the header's as well."""
    with pytest.raises(SottoError):
        keys.unwrap(with_header(at, bytes([WRAPPED[at] ^ change])), WORDS)


@pytest.mark.parametrize(("at", "value"), [(20, 72), (PASSES, 2), (LANES, 2)])
def test_a_cheaper_or_dearer_header_does_not_open(at: int, value: int) -> None:
    """Somebody who changes the cost of a guess changes the key."""
    with pytest.raises(WrongPassphraseError):
        keys.unwrap(with_header(at, bytes([value])), WORDS)


@pytest.mark.parametrize("short", ["", "one", "one two three four five", "a-b-c-d-e-f"])
def test_a_short_passphrase_is_refused(short: str) -> None:
    """Fewer than six words are refused, and no key is wrapped under them."""
    with pytest.raises(ShortPassphraseError):
        keys.check_passphrase(short)
    with pytest.raises(ShortPassphraseError):
        keys.wrap(SEED, short, CHEAP)


def test_a_drawn_passphrase_is_good_enough() -> None:
    """Six words of the long list, others each time."""
    drawn = {keys.passphrase() for _ in range(20)}
    assert len(drawn) == 20
    for phrase in drawn:
        keys.check_passphrase(phrase)
        assert len(phrase.split(" ")) == 6


def test_words_are_drawn_from_the_whole_long_list() -> None:
    """The list behind the 77 bits has its 7,776 words."""
    drawn = keys.passphrase(200_000).split(" ")
    assert len(set(drawn)) == 7776


def test_subkeys_differ_and_stay() -> None:
    """Each thing has a key of its own, the same every time."""
    names: tuple[Literal["ledger", "extra", "training"], ...] = (
        "ledger",
        "extra",
        "training",
    )
    drawn = [keys.subkey(SEED, name) for name in names]
    assert len({SEED, *drawn}) == 4
    assert [len(key) for key in drawn] == [32] * 3
    assert drawn == [keys.subkey(SEED, name) for name in names]


def test_a_mark_is_known_again_only_with_its_key() -> None:
    """The same value has another mark under another key."""
    value = bytes(16)
    assert keys.mark(b"a" * 32, value) == keys.mark(b"a" * 32, value)
    assert keys.mark(b"a" * 32, value) != keys.mark(b"b" * 32, value)
    assert len(keys.mark(b"a" * 32, value)) == 16


def test_a_key_file_is_private(tmp_path: Path) -> None:
    """Only its owner can read it, and nothing else is left in the folder."""
    path = tmp_path / "round.key"
    keys.write(path, WRAPPED)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == WRAPPED
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    """A second key under the same name is refused and the first one stays."""
    path = tmp_path / "round.key"
    keys.write(path, WRAPPED)
    with pytest.raises(SecretExistsError):
        keys.write(path, b"another")
    assert path.read_bytes() == WRAPPED
    assert list(tmp_path.iterdir()) == [path]


def test_each_error_is_one_line_that_says_what_to_do() -> None:
    """What is wrong with a key file is told in different single lines."""
    errors = [
        NotAKeyFileError(),
        KeyFileVersionError(2),
        TruncatedKeyFileError(),
        DamagedKeyFileError(),
        WrongPassphraseError(),
        ShortPassphraseError(6),
        SmallMemoryError(256),
    ]
    lines = {str(error) for error in errors}
    assert len(lines) == len(errors)
    assert all("\n" not in line and line.endswith(".") for line in lines)
