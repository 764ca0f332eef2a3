"""The rows that rest, as values: the tables of `data.md`, column for column.

Nothing here has a time finer than a week, an order, or a person.
"""

from dataclasses import dataclass, field

from bot.weeks import Week
from bot.words.versions import Signature, Voice, Wording


@dataclass(frozen=True, slots=True)
class Round:
    """The life of one vault key pair and one pepper. `id` is the key id, hex.

    `pepper_id` is b"" where only the vault, which knows no pepper, speaks of it.
    """

    id: str
    public_key: bytes
    pepper_id: bytes
    opens_week: Week
    closes_week: Week


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One envelope at rest: random id (63 bits), random or receipt's locator (16)."""

    id: int
    round: str
    locator: bytes
    envelope: bytes


@dataclass(frozen=True, slots=True)
class TalkRow:
    """One talk at rest, sealed under the talk key of its epoch (a whole day)."""

    slot: bytes
    epoch: int
    state: bytes


@dataclass(frozen=True, slots=True)
class ActRow:
    """What was done to staff, services or texts: `who` is a staff id or "command line".

    `what` is a command and the ids it names, never words of anybody's own.
    """

    who: str
    what: str
    week: Week


@dataclass(frozen=True, slots=True)
class InviteRow:
    """A one-time invitation: SHA-256 of its secret, what it grants, whether used.

    `ends_week` is the first week in which it binds nobody any more.
    """

    hash: bytes
    role: str
    programme: str
    ends_week: Week
    used: bool = False
    language: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class TextWork:
    """What changes of the texts. `added` wordings are of new versions, `changed` not.

    `desk` is (staff id, where that member is at the desk), `announced` pairs
    (language, id of a text that its people were told of).
    """

    added: tuple[Wording, ...] = ()
    changed: tuple[Wording, ...] = ()
    signatures: tuple[Signature, ...] = ()
    voices: tuple[Voice, ...] = ()
    announced: tuple[tuple[str, str], ...] = ()
    invites: tuple[InviteRow, ...] = ()
    acts: tuple[ActRow, ...] = ()
    desk: tuple[int, str] | None = None

    @property
    def shows(self) -> bool:
        """Whether what people read or hear may be another afterwards."""
        return bool(self.added or self.changed or self.signatures or self.voices)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What a designer answered to a theme of a digest: one step of its history.

    `entry` is one of the digest's list (`change:D1`), `number` counts from 0 and is
    never used twice; `state` is planned, impossible, asked, or done. `due_week` is the
    week by whose end it is to be done, 0 for none; `staff` who answered.
    """

    batch: str
    entry: str
    number: int
    state: str
    reason: str
    next_step: str
    due_week: Week
    week: Week
    staff: int


@dataclass(frozen=True, slots=True)
class ParaphraseRow:
    """A trained reader's own words for a theme (`gathering.md` P10).

    `entry` is one of the digest's list, `language` that of the words, `state` offered,
    approved or dropped.
    """

    batch: str
    entry: str
    language: str
    words: str
    state: str = "offered"


@dataclass(frozen=True, slots=True)
class Work:
    """What one update changes, all in one transaction or not at all.

    `update` None: housekeeping, not an update. `drop` are slots to delete, `moves`
    pairs (row id, new locator), `erase` row ids to delete, noted as taken back. `texts`
    is what an admin or a translator changes; `decisions` are a designer's, of which one
    whose number is taken changes nothing; `paraphrases` and `quotes` those of which a
    coordinator decided, in their new state; `looks` are counted on.
    """

    update: int | None = None
    talk: TalkRow | None = None
    drop: tuple[bytes, ...] = ()
    sealed: tuple[SealedRow, ...] = ()
    moves: tuple[tuple[int, bytes], ...] = ()
    erase: tuple[int, ...] = ()
    texts: TextWork | None = None
    decisions: tuple[DecisionRow, ...] = ()
    paraphrases: tuple[ParaphraseRow, ...] = ()
    quotes: tuple["QuoteRow", ...] = ()
    looks: tuple["LookRow", ...] = ()


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One member of staff.

    `contact` is sealed under the host key; `programme` "" is all programmes (admins
    and network coordinators). `language` is the one that a reader looks after;
    `organisation` "" is the deployment's own.
    """

    id: int
    slot: bytes
    contact: bytes
    role: str
    programme: str
    language: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class DigestRow:
    """What was released, for ever: `table` is the frozen JSON of `themes.gathering`.

    `months` is `2026-03/2026-05`; `leaf` "" for the whole pool, else a language.
    `leaves` is the day (since 1970, by its pool's clock) from which it may be read; 0
    is any day.
    """

    batch: str
    pool: str
    leaf: str
    months: str
    size_band: str
    table: bytes = field(repr=False)
    leaves: int = 0


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One digest due to one member of staff. `state`: due, sent, or given_up.

    `leaves` is the fixed day for which it is due: one that is still the latest goes
    again on a later one.
    """

    digest: str
    staff: int
    state: str
    tries: int
    next_try: int
    leaves: int = 0


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """Words whose author agreed to exactly these (P10).

    `state` is offered, approved or dropped.
    """

    batch: str
    entry: str
    words: str
    language: str
    state: str = "offered"


@dataclass(frozen=True, slots=True)
class LookRow:
    """How often an organisation opened what a pool released in a month, or was refused.

    `organisation` "" is the deployment's own; `month` is `2026-03`.
    """

    pool: str
    organisation: str
    month: str
    opened: int
    refused: int


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One closed batch in the vault's own database, with the table it released."""

    id: str
    round: str
    pool: str
    leaf: str
    week: Week
    size_band: str
    table: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodingRow:
    """What one reader found in one text, sealed. All marks are keyed hashes.

    `answer` is the answer's mark in the ledger, `row` the mark of its sealed row's id,
    by which it goes when that row is taken back.
    """

    answer: bytes
    question: str
    reader: bytes
    round: str
    row: bytes
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A reader's words for an entry of a released batch; `state`: written or signed."""

    batch: str
    entry: str
    language: str
    round: str
    state: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LentRow:
    """One person's words for an entry of a released batch; `state`: written or signed.

    `person` is the mark of her voice in that batch, `row` that of her sealed row's id,
    by which it goes when that row is taken back.
    """

    person: bytes
    batch: str
    entry: str
    round: str
    row: bytes
    state: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ActedRow:
    """That a reader acted on an answer, where the duty to act is switched on."""

    round: str
    row: bytes
    sealed: bytes = field(repr=False)
