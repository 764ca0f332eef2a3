"""The keys of a reader's desk, for one round: marks, the drawn tenth, and a box.

    answer mark   as in the ledger: HMAC under "ledger", 16 bytes
    row mark      HMAC under "row" of the sealed row's id (8 bytes)
    reader mark   HMAC under "reader" of the reader's short name, in small letters
    doubled       HMAC under "doubled" of answer mark and question, one in ten
    person mark   HMAC under "person" of a batch's name and a voice
    sealed        AES-256-GCM under "training", tied to its table, round and row

Fenced: serving never imports this. Rule: all of it dies with the round's seed, and the
tenth is derived, not drawn, so that nobody can draw it again.

What an adversary learns from the rows: how many texts were read in a round and by how
many readers, and the size of each out of four. No mark leads to a row of the serving
database, to a person or to a name without the seed.
"""

import msgspec

from bot.errors.gathered import BrokenReadingError
from bot.vault.box import Box
from bot.vault.keys import marker, subkey

SIZES = (1024, 4096, 16384, 30720)
"""The last stays inline on a page of 32 KiB, and holds any text that can be sent."""
_TENTH = 10


class ReaderKeys:
    """What a desk needs of one round's seed (32 bytes)."""

    __slots__ = ("_answer", "_box", "_doubled", "_person", "_reader", "_round", "_row")

    def __init__(self, seed: bytes, round_id: str) -> None:
        self._round = round_id
        self._answer = marker(subkey(seed, "ledger"))
        self._row = marker(subkey(seed, "row"))
        self._reader = marker(subkey(seed, "reader"))
        self._doubled = marker(subkey(seed, "doubled"))
        self._person = marker(subkey(seed, "person"))
        self._box = Box(subkey(seed, "training"), SIZES)

    def answer(self, answer_id: bytes) -> bytes:
        """Return an answer's mark, the one of the ledger."""
        return self._answer(answer_id)

    def row(self, id_: int) -> bytes:
        """Return the mark of a sealed row's id."""
        return self._row(id_.to_bytes(8))

    def reader(self, name: str) -> bytes:
        """Return the mark of a reader; case and spaces make no other one."""
        return self._reader(" ".join(name.casefold().split()).encode())

    def doubled(self, answer: bytes, question: str) -> bool:
        """Tell whether two readers code this text, which holds for one in ten."""
        drawn = self._doubled(answer + question.encode())
        return int.from_bytes(drawn) % _TENTH == 0

    def person(self, batch: str, voice: bytes) -> bytes:
        """Return the mark of a voice in one batch: in the next it is another."""
        return self._person(batch.encode() + voice)

    def seal(self, plain: bytes, *place: str | bytes) -> bytes:
        """Seal to a place: the name of a table, then what tells its row apart."""
        return self._box.seal(plain, self._place(place))

    def open(self, sealed: bytes, *place: str | bytes) -> bytes:
        """Return what was sealed for this place; raise where it is another's."""
        plain = self._box.open(sealed, self._place(place))
        if plain is None:
            raise BrokenReadingError
        return plain

    def _place(self, place: tuple[str | bytes, ...]) -> bytes:
        return msgspec.msgpack.encode((self._round, *place))
