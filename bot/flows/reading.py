"""What is done with opened envelopes: in a worker's memory, and only numbers come out.

A `Reader` lives in the vault's own process or in its pool, where each worker makes one
from a `Task`. Its two acts are the two passes of a tick: `survey` says of each answer
who waits where, in 44 packed bytes; `tally` counts what the members of
closing batches said. Rule: neither an answer nor a word of it leaves this module.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

from bot.deployment import NETWORK
from bot.errors.sealed import EnvelopeError
from bot.flows.crowd import Record, packed, unpacked
from bot.questions import Form
from bot.responses import Response
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.coding import Coder
from bot.themes.codings import Chosen, Marked, counted
from bot.themes.counting import Table
from bot.themes.gathering import THEMES, Fact
from bot.themes.pools import Cell, stage
from bot.weeks import Week

Row = tuple[int, bytes]
"""A sealed row's id, and its envelope."""


class Opens(Protocol):
    """Opens the envelopes of one round."""

    def open(self, sealed: bytes) -> Response:
        """Return the response; raise an `EnvelopeError`."""


@dataclass(frozen=True, slots=True)
class Task:
    """All that a worker is told of one round and one tick; it can be pickled.

    `opener` makes what opens, `marker` what turns an answer's id or a voice into its
    mark; `asked` are the forms of each pool, `last` says that this is the last tick of
    the round; `read` is what readers gave answers, by their marks.
    """

    opener: Callable[[], Opens]
    marker: Callable[[], Callable[[bytes], bytes]]
    coder: Coder
    pepper: bytes
    week: Week
    last: bool
    pools: tuple[str, ...]
    languages: tuple[str, ...]
    forms: tuple[Form, ...]
    asked: Mapping[str, tuple[Form, ...]]
    codebook: Codebook = SHIPPED
    read: Marked = field(default_factory=dict, repr=False)


class Survey(NamedTuple):
    """What a chunk holds: packed records, and any trouble.

    `unreadable` are envelopes that do not open, `unknown` answers to questions that
    stand in no form here, or in an older version of it.
    """

    records: bytes
    unreadable: bool
    unknown: bool


Missed = tuple[bytes, bytes]
"""The mark of a voice, and the vector of a text of theirs that no code fits."""


@runtime_checkable
class Misses(Protocol):
    """A coder that can say where a text lies about which it finds nothing."""

    def missed(self, texts: Sequence[tuple[str, str]]) -> list[bytes]:
        """Return the vector of each such text, and b"" for the others."""


class Sent(NamedTuple):
    """Who sent what: the marks of voice and answer, and the row."""

    voice: bytes
    answer: bytes
    row: int


Member = tuple[Cell, bytes, bytes]
"""One who is told in a leaf: the leaf, the packed record, the envelope."""


class Tally(NamedTuple):
    """What the people of a leaf say: counts by fact.

    `told` are the marks of each person's answer and voice.
    """

    counts: Counter[Fact]
    told: list[tuple[bytes, bytes]]


class Reader:
    """Opens envelopes of one round and says how many, never what."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._opener = task.opener()
        self._mark = task.marker()
        self._forms = {form.name: form for form in task.forms}
        self._asked = {
            pool: tuple(form.name for form in asked)
            for pool, asked in task.asked.items()
        }
        self._tables = {
            (form.name, names): Table(form, asked, task.codebook)
            for form in task.forms
            for names, asked in {
                self._asked[pool]: asked for pool, asked in task.asked.items()
            }.items()
        }
        self._pool = {pool: n for n, pool in enumerate(task.pools)}
        self._language = {code: n for n, code in enumerate(task.languages)}

    def survey(self, rows: Sequence[Row]) -> Survey:
        """Return who is ready among the rows. What cannot be read is left where it is.

        An answer to questions that are not known here waits until they are.
        """
        records, unreadable, unknown = bytearray(), False, False
        for row, envelope in rows:
            response = self._open(envelope)
            if response is None:
                unreadable = True
            elif not self._knows(response):
                unknown = True
            elif response.ready_week <= self._task.week:
                records += packed(self._record(row, response))
        return Survey(bytes(records), unreadable, unknown)

    def tally(self, members: Sequence[Member]) -> dict[Cell, Tally]:
        """Return what the members say; one who is not who was surveyed is left out."""
        found: dict[Cell, Tally] = {}
        here: list[tuple[Cell, Record, Response]] = []
        for cell, record, envelope in members:
            (expected,) = unpacked(record)
            response = self._open(envelope)
            if response is None or not self._knows(response):
                continue
            if self._record(expected.row, response) == expected:
                here.append((cell, expected, response))
        facts = self._coded([(response, cell.pool) for cell, _, response in here])
        for (cell, expected, _), each in zip(here, facts, strict=True):
            tally = found.setdefault(cell, Tally(Counter(), []))
            tally.counts.update(each)
            tally.told.append((expected.answer, expected.voice))
        return found

    def missed(self, rows: Sequence[Row]) -> list[Missed]:
        """Return where ready texts lie about which neither coder nor reader found much.

        Only the voice's mark is beside each; the vault clusters them, and forgets them.
        """
        coder, task = self._task.coder, self._task
        if not isinstance(coder, Misses):
            return []
        said: list[tuple[bytes, tuple[str, str]]] = []
        for _, envelope in rows:
            response = self._open(envelope)
            if response and self._knows(response) and response.pool in self._pool:
                if response.ready_week > task.week:
                    continue
                voice = self._mark(response.voice)
                texts = self._unread(response, response.pool)
                said += [(voice, (response.language, text)) for text in texts.values()]
        vectors = coder.missed([text for _, text in said])
        voices = (voice for voice, _ in said)
        return [(voice, v) for voice, v in zip(voices, vectors, strict=True) if v]

    def sent(self, rows: Sequence[Row], since: Week) -> list[Sent]:
        """Return who sent what in a week or later, of what is known here."""
        return [
            Sent(self._mark(one.voice), self._mark(one.answer_id), row)
            for row, one in self._known(rows)
            if one.sent_week >= since
        ]

    def singles(self, rows: Sequence[Row]) -> tuple[Counter[Fact], int]:
        """Return what single choices in the rows come to, and how many rows those are.

        They are counted as the network asks; its list of themes is not.
        """
        counts: Counter[Fact] = Counter()
        people = 0
        for _, one in self._known(rows):
            table = self._tables[one.form, self._asked[NETWORK]]
            counts.update(f for f in table.facts(one, {}) if f[0] != THEMES)
            people += 1
        return counts, people

    def _known(self, rows: Sequence[Row]) -> Iterator[tuple[int, Response]]:
        for row, envelope in rows:
            response = self._open(envelope)
            if response is not None and self._knows(response):
                yield row, response

    def _open(self, envelope: bytes) -> Response | None:
        """Return the response; None if it is broken, forged, or of another pepper."""
        try:
            response = self._opener.open(envelope)
        except EnvelopeError:
            return None
        return response if response.pepper == self._task.pepper else None

    def _knows(self, response: Response) -> bool:
        """Tell whether the questions are known here that were answered.

        An older version is: ids never change their meaning, and what fell away is not
        told. A newer one may ask what nobody here could count.
        """
        form = self._forms.get(response.form)
        return form is not None and response.form_version <= form.version

    def _record(self, row: int, response: Response) -> Record:
        """Return what is held of an answer; of a pool that is gone, it is nobody's."""
        task = self._task
        return Record(
            self._mark(response.voice),
            self._mark(response.answer_id),
            row,
            self._pool.get(response.pool, len(task.pools)),
            stage(response.sent_week, task.week, last=task.last),
            self._language.get(response.language, len(task.languages)),
        )

    def _coded(self, told: Sequence[tuple[Response, str]]) -> Iterator[set[Fact]]:
        """Yield what each response counts for in its pool, its free texts coded.

        All texts are coded at once, since that is most of the work. What a reader gave
        a text takes the place of what the coder would.
        """
        unread = [self._unread(response, pool) for response, pool in told]
        texts = [
            (response.language, text)
            for (response, _), each in zip(told, unread, strict=True)
            for text in each.values()
        ]
        coded = iter(self._task.coder.code(texts) if texts else ())
        for (response, pool), each in zip(told, unread, strict=True):
            codes = {question: next(coded) for question in each}
            form, read = self._forms[response.form], self._read(response)
            for question, given in counted(form, read).items():
                codes[question] = (*given, *codes.get(question, ()))
            yield self._table(response, pool).facts(response, codes)

    def _unread(self, response: Response, pool: str) -> dict[str, str]:
        """Return the free texts that no reader coded, by question."""
        texts = self._table(response, pool).texts(response)
        read = self._read(response)
        return {
            question: text for question, text in texts.items() if question not in read
        }

    def _read(self, response: Response) -> Mapping[str, Sequence[Chosen]]:
        return self._task.read.get(self._mark(response.answer_id), {})

    def _table(self, response: Response, pool: str) -> Table:
        return self._tables[response.form, self._asked[pool]]
