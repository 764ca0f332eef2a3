"""The sealed formats stand still: what was sealed opens, what was refused stays so."""

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from vectors import make

from bot.errors import SottoError
from bot.errors.sealed import EnvelopeError
from bot.responses import Response
from bot.vault import envelope, keys
from bot.vault.opening import Opener
from bot.vault.sealing import Sealer, key_id

FOLDER = Path(__file__).parent.parent / "vectors"


def read(name: str) -> dict[str, Any]:
    """Return a file of vectors."""
    found: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found


ENVELOPES, KEY_FILES, DERIVED = map(
    read, ("envelopes.json", "key_files.json", "derived.json")
)
SEED = bytes.fromhex(ENVELOPES["seed"])
OPENER = Opener(SEED, ENVELOPES["round"])


def named(case: dict[str, str]) -> str:
    """Return what a vector is called."""
    return case["name"]


@pytest.mark.parametrize("case", ENVELOPES["opens"], ids=named)
def test_an_envelope_of_an_older_program_opens(case: dict[str, Any]) -> None:
    """A recorded envelope gives the response that is recorded beside it."""
    response = msgspec.convert(case["response"], Response)
    assert OPENER.open(base64.b64decode(case["envelope"])) == response


@pytest.mark.parametrize("case", ENVELOPES["opens"], ids=named)
def test_a_response_makes_the_same_body_as_ever(case: dict[str, Any]) -> None:
    """The body, and the size of the envelope, are those that are recorded."""
    response = msgspec.convert(case["response"], Response)
    sealer = Sealer(keys.public_half(SEED), ENVELOPES["round"])
    assert sha256(envelope.body(response)).hexdigest() == case["body_sha256"]
    assert len(sealer.seal(response)) == len(base64.b64decode(case["envelope"]))


@pytest.mark.parametrize("case", ENVELOPES["refused"], ids=named)
def test_a_bad_envelope_is_refused_as_ever(case: dict[str, str]) -> None:
    """A recorded bad envelope raises just the error that is recorded beside it."""
    with pytest.raises(EnvelopeError) as caught:
        OPENER.open(base64.b64decode(case["envelope"]))
    assert type(caught.value).__name__ == case["error"]


def test_an_older_key_file_opens() -> None:
    """A recorded key file gives its seed to its passphrase."""
    blob = bytes.fromhex(KEY_FILES["opens"][0]["file"])
    assert keys.unwrap(blob, KEY_FILES["passphrase"]).hex() == KEY_FILES["seed"]


@pytest.mark.parametrize("case", KEY_FILES["refused"], ids=named)
def test_a_bad_key_file_is_refused_as_ever(case: dict[str, str]) -> None:
    """A recorded bad key file raises just the error that is recorded beside it."""
    with pytest.raises(SottoError) as caught:
        keys.unwrap(bytes.fromhex(case["file"]), KEY_FILES["passphrase"])
    assert type(caught.value).__name__ == case["error"]


def test_what_is_derived_is_what_it_was() -> None:
    """Voices, marks, locators and keys are computed as ever; a change loses them."""
    assert make.derived() == DERIVED


def test_the_generator_still_makes_what_is_recorded() -> None:
    """A new run has the same cases, and everything in them that chance leaves alone."""
    fresh = make.envelopes()
    assert (
        fresh["key_id"] == ENVELOPES["key_id"] == key_id(keys.public_half(SEED)).hex()
    )
    for kind, fixed in (
        ("opens", ("name", "body_sha256")),
        ("refused", ("name", "error")),
    ):
        kept = [[case[field] for field in fixed] for case in ENVELOPES[kind]]
        assert [[case[field] for field in fixed] for case in fresh[kind]] == kept
    recorded = [named(case) for case in KEY_FILES["refused"]]
    assert [named(case) for case in make.key_files()["refused"]] == recorded
