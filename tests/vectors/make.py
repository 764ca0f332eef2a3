"""Writes the vectors of the sealed formats: `python -m tests.vectors.make`.

Vectors are the memory of a format: what an older program sealed must open for ever,
and what was refused stays refused. So they are made once for each format and kept;
run this only to add to them, and never to make a red test green. Sealing is
randomised: a new run gives other bytes with the same meaning.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from bot.responses import Answer, Response
from bot.vault import envelope, keys, padding
from bot.vault.receipt import locator, master
from bot.vault.resting import pepper_id, voice
from bot.vault.sealing import SUITE, Sealer, key_id
from bot.weeks import Week

HERE = Path(__file__).parent
SEED = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
"""The seed of the first test vector of the X-Wing draft."""
ROUND = "3b1f6c0d9e2a4758"
WORDS = "street thrower lumpish pried banked resigned"
CHEAP = keys.Cost(memory=64, passes=1, lanes=1)


def said(*answers: Answer, language: str = "en") -> Response:
    """Return a response with these answers."""
    return Response(
        answer_id=bytes(range(16)),
        voice=bytes(range(16, 32)),
        pepper=bytes(range(32, 40)),
        pool="blue-house",
        language=language,
        form="default",
        form_version=1,
        sent_week=Week(120),
        ready_week=Week(122),
        answers=answers,
    )


SHOWN = "They listened to me, and nobody shouted."
TAPS = said(Answer("Q1", ("good",)), Answer("Q5", ("home", "safe", "kind")))
OPENS = {
    "nothing said": said(),
    "taps": TAPS,
    "text in Ukrainian": said(Answer("Q6", text="Мене слухали."), language="uk"),
    "text in Arabic, four KiB": said(
        Answer("Q7", text="سألوني مرة واحدة. " * 60), language="ar"
    ),
    "the longest text": said(Answer("Q6", text="漢" * 5000), language="zh"),
    "words that may be shown": said(
        Answer("Q1", ("good",)), Answer("Q6", text=SHOWN, quote=SHOWN)
    ),
}


def sealed(bucket: bytes, round_id: str = ROUND) -> bytes:
    """Seal any bucket, as a program with a fault (or a forger) would."""
    public = keys.public_half(SEED)
    info = envelope.info(round_id, key_id(public))
    ciphertext = SUITE.encrypt(bucket, Sealer(public, round_id)._key, info)  # noqa: SLF001 (a forger stops at nothing)
    return envelope.join(envelope.Parts(key_id(public), ciphertext))


def with_field(at: int, value: object) -> bytes:
    """Seal a body in which one field is another value."""
    fields = msgspec.msgpack.decode(envelope.body(TAPS))
    fields[at] = value
    return sealed(envelope.pad(msgspec.msgpack.encode(fields)))


def with_answers(format_: int, *answers: list[object]) -> bytes:
    """Seal a body of a format, with these answers."""
    fields = msgspec.msgpack.decode(envelope.body(TAPS))
    fields[0], fields[10] = format_, answers
    return sealed(envelope.pad(msgspec.msgpack.encode(fields)))


def changed(sealed_: bytes, at: int) -> bytes:
    """Return an envelope with one bit changed."""
    return sealed_[:at] + bytes([sealed_[at] ^ 1]) + sealed_[at + 1 :]


def refused() -> dict[str, tuple[str, bytes]]:
    """Return what must be refused: by its name, the error and the bytes."""
    body = envelope.body(TAPS)
    good = sealed(envelope.pad(body))
    other = Sealer(keys.public_half(bytes(32)), ROUND).seal(TAPS)
    broken = {
        "nothing": b"",
        "a plain body": body[1:],
        "a body that nobody sealed": good[:9] + bytes(1136) + envelope.pad(body),
        "the encapsulated key changed": changed(good, 9),
        "the X25519 share changed": changed(good, 9 + 1088),
        "the X25519 share all zero": good[:1097] + bytes(32) + good[1129:],
        "the ciphertext changed": changed(good, 9 + 1120),
        "the tag changed": changed(good, -1 + len(good)),
        "one byte less": good[:-1],
        "one byte more": good + b"\0",
        "another round": sealed(envelope.pad(body), "another"),
        "no padding": sealed(bytes(1024)),
        "padding that is not zero": sealed(envelope.pad(body)[:-1] + b"\1"),
        "a roomier bucket than needed": sealed(padding.pad(body, 4096)),
        "bytes after the body": sealed(envelope.pad(body + b"\xc0")),
        "JSON": sealed(envelope.pad(msgspec.json.encode(asdict(TAPS)))),
        "a number spelled longer": sealed(
            envelope.pad(body.replace(b"\x01\x78\x7a", b"\xcc\x01\x78\x7a"))
        ),
        "a body of a later format": with_field(0, 2),
        "an answer id of 15 bytes": with_field(1, bytes(15)),
        "a week below zero": with_field(8, -1),
        "a field that is missing": with_field(10, [["Q1", ["good"]]]),
        "words that may be shown, in a body that has no room for them": with_answers(
            1, ["Q6", [], SHOWN, SHOWN]
        ),
        "a body that could show words, and shows none": with_answers(
            2, ["Q6", [], SHOWN, ""]
        ),
        "a body that shows words, and lacks an answer's": with_answers(
            2, ["Q1", ["good"], ""], ["Q6", [], SHOWN, SHOWN]
        ),
    }
    return {
        **{name: ("BrokenEnvelopeError", bytes_) for name, bytes_ in broken.items()},
        "another key": ("NotForThisKeyError", other),
        "a later format": ("UnknownFormatError", b"\2" + good[1:]),
        "a plain body with its length": ("UnknownFormatError", body),
    }


def envelopes() -> dict[str, Any]:
    """Return envelopes that open and envelopes that are refused."""
    sealer = Sealer(keys.public_half(SEED), ROUND)
    return {
        "seed": SEED.hex(),
        "round": ROUND,
        "key_id": key_id(keys.public_half(SEED)).hex(),
        "opens": [
            {
                "name": name,
                "response": msgspec.to_builtins(response),
                "body_sha256": sha256(envelope.body(response)).hexdigest(),
                "envelope": base64.b64encode(sealer.seal(response)).decode(),
            }
            for name, response in OPENS.items()
        ],
        "refused": [
            {
                "name": name,
                "error": error,
                "envelope": base64.b64encode(bytes_).decode(),
            }
            for name, (error, bytes_) in refused().items()
        ],
    }


def key_files() -> dict[str, Any]:
    """Return key files (of a low cost) that open and that are refused."""
    good = keys.wrap(SEED, WORDS, CHEAP)
    refused = {
        "another passphrase": (
            "WrongPassphraseError",
            keys.wrap(SEED, WORDS + "s", CHEAP),
        ),
        "a changed salt": ("WrongPassphraseError", changed(good, 30)),
        "a changed seed": ("WrongPassphraseError", changed(good, 60)),
        "a cheaper guess": ("WrongPassphraseError", good[:20] + b"\x20" + good[21:]),
        "too much memory": ("DamagedKeyFileError", good[:17] + b"\x7f" + good[18:]),
        "no lanes": ("DamagedKeyFileError", good[:22] + b"\0" + good[23:]),
        "one byte more": ("DamagedKeyFileError", good + b"\0"),
        "one byte less": ("TruncatedKeyFileError", good[:-1]),
        "a later version": ("KeyFileVersionError", good[:16] + b"\2" + good[17:]),
        "another file": ("NotAKeyFileError", b"age-encryption.org/v1\n" + good[22:]),
        "nothing": ("NotAKeyFileError", b""),
    }
    return {
        "passphrase": WORDS,
        "seed": SEED.hex(),
        "opens": [{"name": "a key file", "file": good.hex()}],
        "refused": [
            {"name": name, "error": error, "file": bytes_.hex()}
            for name, (error, bytes_) in refused.items()
        ],
    }


def derived() -> dict[str, str]:
    """Return what is computed without chance: each value is a format of its own."""
    ledger = keys.subkey(SEED, "ledger")
    digits = "12345678901234567894"
    return {
        "key id": key_id(keys.public_half(SEED)).hex(),
        "ledger key": ledger.hex(),
        "extra key": keys.subkey(SEED, "extra").hex(),
        "training key": keys.subkey(SEED, "training").hex(),
        "mark": keys.mark(ledger, bytes(16)).hex(),
        "voice": voice(SEED, 5_123_456_789).hex(),
        "pepper id": pepper_id(SEED).hex(),
        "locator": locator(master(digits, bytes(32), SEED)).hex(),
    }


FILES: dict[str, Callable[[], dict[str, Any]]] = {
    "envelopes.json": envelopes,
    "key_files.json": key_files,
    "derived.json": derived,
}


def main() -> None:
    """Write every file of vectors."""
    for name, make in FILES.items():
        text = json.dumps(make(), ensure_ascii=False, indent=1)
        (HERE / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
