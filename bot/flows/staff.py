"""What happens when a coordinator, a designer or an admin writes.

A one-time invitation binds an account to a role; from then on the account is staff
and cannot answer as a survivor. Rule: staff pull what was released and nothing else,
and every command is checked against the role that rests in the database.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

import msgspec

from bot.conversation.events import Called, Command, Event, Started, Tapped, Wrote
from bot.deployment import NETWORK, Deployment, Programme
from bot.errors.gathered import NoPictureError
from bot.errors.programmes import NoSuchProgrammeError, OrganisationNameError
from bot.flows.acts import act_lines, by_command
from bot.flows.archive import Archive, Pooled, archive_of, pulled
from bot.flows.doors import Arrival, FileDoor, Outgoing, Tap
from bot.flows.drawing import drawing
from bot.flows.looks import look
from bot.flows.pulls import paper_from
from bot.reports.digest import Helps, no_help
from bot.reports.names import Says as Written
from bot.reports.papers import NO_TEXTS
from bot.store.records import ActRow, InviteRow, StaffRow, Work
from bot.themes.codebook import SHIPPED, Codebook
from bot.themes.codetexts import CodeTexts
from bot.themes.gathering import pull
from bot.weeks import Week, month_of, week_of
from bot.words.languages import SOURCE
from bot.words.phrases import Msg, Own, Phrase, Value

INVITATION = "s-"
"""What a start payload begins with when it is an invitation."""
INVITE_WEEKS = 2
"""An invitation ends with the Sunday after the next one: 7 to 14 days, as days rest
nowhere."""
MOST_ACTS = 30
"""How many acts `/log` shows, newest week first: a message's length."""
READ_THE_LOG = frozenset({"admin", "coordinator"})
TRANSLATORS = frozenset({"admin", "reader"})
"""Who may sit at the desk: admins, and readers of one language each."""
CHANNEL = "channel"
"""The role of a reader that is no account: it gets digests, and can ask for nothing."""
RECEIVE = frozenset({"designer", CHANNEL})
"""To whom digests go."""
LONGEST_ORGANISATION = 48
"""Characters of an organisation's name."""
MOST_DIGESTS = 3
"""How many digests one pull shows, newest first."""
Role = Literal["coordinator", "designer", "admin", "reader"]
ROLES: dict[str, Msg] = {
    "reader": Msg("role.reader"),
    "coordinator": Msg("role.coordinator"),
    "designer": Msg("role.designer"),
    "admin": Msg("role.admin"),
}
PERIODS: dict[str, tuple[Msg, int]] = {
    "3": (Msg("staff.last_3"), 3),
    "12": (Msg("staff.last_12"), 12),
    "all": (Msg("staff.all_months"), 0),
}
"""The periods of whole months that can be pulled (`gathering.md` P8)."""


FILES: dict[str, Msg | Own] = {
    "html": Msg("staff.file_html"),
    "xlsx": Msg("staff.file_xlsx"),
    "png": Msg("staff.file_png"),
    "csv": Own((("en", "CSV"),)),
    "json": Own((("en", "JSON"),)),
}
"""What a pull can be had as, besides its messages."""


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a reader is reached, and in which language. Rests sealed.

    Of a channel `chat` is below 0, and 0 where it is an e-mail address (`mail`) or a
    web address (`hook`), whose deliveries are signed with `secret`. What rested before
    there were those opens as it did.
    """

    chat: int
    language: str
    mail: str = ""
    hook: str = ""
    secret: str = ""


class Invitations(Protocol):
    """What inviting needs of the database."""

    async def programmes(self) -> list[Programme]:
        """Return every programme."""

    async def add_invite(self, invite: InviteRow, act: ActRow) -> None:
        """Keep an invitation."""


class Store(Invitations, Pooled, Protocol):
    """What the staff room needs of the database."""

    async def commit(self, work: Work) -> bool:
        """Write all or nothing; False if the update was seen before."""

    async def staff(self) -> list[StaffRow]:
        """Return everybody."""

    async def staff_at(self, slot: bytes) -> StaffRow | None:
        """Return the member whose account has this slot."""

    async def acts(self) -> list[ActRow]:
        """Return what was done, newest week first."""

    async def redeem(
        self, hash_: bytes, slot: bytes, contact: bytes, week: Week
    ) -> StaffRow | None:
        """Bind an account to an unused invitation, once."""

    async def change_contact(self, staff: int, contact: bytes) -> None:
        """Rewrite where a member of staff is reached."""


class Texts(Protocol):
    """What answers staff about one thing: the desk about texts, others beside it."""

    async def takes(self, arrival: Arrival, member: StaffRow, tongue: str) -> bool:
        """Answer what is meant for it; False leaves it to the staff room."""


class HostKey(Protocol):
    """What seals staff contacts."""

    def slot(self, person: int) -> bytes:
        """Return the account's keyed slot."""

    def seal(self, slot: bytes, contact: bytes) -> bytes:
        """Seal a contact to its slot."""

    def open(self, slot: bytes, sealed: bytes) -> bytes:
        """Open it again."""


class Says(Written, Protocol):
    """What turns phrases and digests into text."""

    def order(self, guess: str) -> tuple[str, ...]:
        """Return the languages, the guessed one first."""

    def staff_names(self) -> tuple[tuple[str, str], ...]:
        """Return (code, its own name) of the languages that staff are spoken to in."""


async def invite(  # noqa: PLR0913, PLR0917 (where, whom, until when, to what)
    store: Invitations,
    role: Role,
    week: Week,
    programme: str = "",
    language: str = "",
    organisation: str = "",
) -> str:
    """Keep a one-time invitation made in `week`; return the payload of its link."""
    if programme and all(p.id != programme for p in await store.programmes()):
        raise NoSuchProgrammeError(programme)
    if not organisation.isprintable() or len(organisation) > LONGEST_ORGANISATION:
        raise OrganisationNameError(LONGEST_ORGANISATION)
    row, payload = invitation(role, week, programme, language)
    row = replace(row, organisation=organisation)
    act = by_command(week, "staff invite", role, programme, language)
    await store.add_invite(row, act)
    return payload


def invitation(
    role: Role, week: Week, programme: str = "", language: str = ""
) -> tuple[InviteRow, str]:
    """Draw an invitation; return its row and the payload of its link.

    `language` is the one that a reader of translations looks after.
    """
    secret, ends = secrets.token_urlsafe(18), Week(week + INVITE_WEEKS)
    row = InviteRow(_hash(secret), role, programme, ends, language=language)
    return row, INVITATION + secret


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def pools_of(member: StaffRow, deployment: Deployment) -> tuple[str, ...]:
    """Return the pools whose digests this member may read, own programme first."""
    if member.role == "reader":
        return ()
    mine = [p for p in deployment.programmes if member.programme in {"", p.id}]
    families = dict.fromkeys(f"family:{p.family}" for p in mine if p.family)
    return (*(p.id for p in mine), *families, NETWORK)


def read_contact(host: HostKey, member: StaffRow) -> Contact:
    """Open where a member is reached."""
    return msgspec.msgpack.decode(host.open(member.slot, member.contact), type=Contact)


@dataclass(slots=True)
class StaffRoom:
    """Answers staff; `members` is re-read whenever the deployment is."""

    store: Store
    host: HostKey
    door: FileDoor
    words: Says
    deployment: Deployment
    desk: Texts | None = None
    beside: tuple[Texts, ...] = ()
    helps: Helps = no_help
    book: Codebook = SHIPPED
    texts: CodeTexts = NO_TEXTS
    members: dict[bytes, StaffRow] = field(default_factory=dict)

    async def reread(self) -> None:
        """Learn of staff who came or went."""
        everybody = await self.store.staff()
        self.members = {m.slot: m for m in everybody if m.role != CHANNEL}

    async def takes(self, arrival: Arrival) -> bool:
        """Answer an invitation or a member of staff; False leaves it to the talk."""
        slot = self.host.slot(arrival.person)
        member = await self._member(slot)
        invitation = _invitation(arrival.event)
        if member is None and not invitation:
            return False
        if member is None:
            await self._redeem(arrival, slot, invitation)
        elif await self._elsewhere(arrival, member):
            return True
        else:
            await self._answer(arrival, member, invitation)
        if arrival.press is not None:
            await self.door.answer(arrival.press)
        await self.store.commit(Work(update=arrival.update))
        return True

    async def _elsewhere(self, arrival: Arrival, member: StaffRow) -> bool:
        """Let the desk, and what is beside it, answer what is meant for them."""
        tongue = read_contact(self.host, member).language
        for room in (self.desk, *self.beside):
            if room is not None and await room.takes(arrival, member, tongue):
                return True
        return False

    async def _member(self, slot: bytes) -> StaffRow | None:
        """Return who is staff this very moment; others cost no look."""
        if slot not in self.members:
            return None
        member = await self.store.staff_at(slot)
        if member is None:
            self.members.pop(slot, None)
        return member

    async def _redeem(self, arrival: Arrival, slot: bytes, invitation: str) -> None:
        guess = arrival.event.guess if isinstance(arrival.event, Started) else ""
        guessed = self.words.order(guess)[0]
        language = guessed if guessed in dict(self.words.staff_names()) else SOURCE
        contact = self.host.seal(
            slot, msgspec.msgpack.encode(Contact(arrival.chat, language))
        )
        member = await self.store.redeem(
            _hash(invitation), slot, contact, week_of(arrival.event.at)
        )
        if member is None:
            await self._say(arrival.chat, language, Msg("staff.invite_used"))
            return
        self.members[slot] = member
        await self._welcome(arrival.chat, language, member, Msg("staff.invited"))

    async def _answer(
        self, arrival: Arrival, member: StaffRow, invitation: str
    ) -> None:
        """Do what a member asks, as far as the role allows."""
        language = read_contact(self.host, member).language
        match arrival.event:
            case Wrote(text=text) if text.split(maxsplit=1)[:1] == ["/themes"]:
                await self._choose_pool(arrival.chat, language, member)
            case Wrote(text=text) if text.split(maxsplit=1)[:1] == ["/log"]:
                await self._log(arrival.chat, language, member)
            case Tapped(choice=choice) if choice.startswith("t:"):
                await self._tapped(arrival, member, language, choice)
            case Called(command=Command.LANGUAGE):
                await self._choose_language(arrival.chat, language)
            case Started() if not invitation:
                await self._say(arrival.chat, language, Msg("staff.other_account"))
            case _:
                await self._welcome(arrival.chat, language, member, Msg("staff.home"))

    async def _welcome(
        self, chat: int, language: str, member: StaffRow, says: Msg
    ) -> None:
        """Say what somebody is here, and what that opens."""
        role = Phrase(ROLES[member.role])
        if member.role == "reader":
            names = dict(self.words.language_names())
            name = names.get(member.language, member.language)
            says = Msg("desk.welcome")
            lines = [Phrase(says, (("role", role), ("name", name)))]
        else:
            lines = [Phrase(says, (("role", role),))]
            lines.append(Phrase(Msg("matter.hint")))
        if member.role == "admin":
            lines.append(Phrase(Msg("desk.hint")))
        text = "\n\n".join(self.words.say(language, line) for line in lines)
        await self.door.send(chat, Outgoing(text))

    async def _tapped(
        self, arrival: Arrival, member: StaffRow, language: str, choice: str
    ) -> None:
        kind, _, rest = choice.removeprefix("t:").partition(":")
        if kind == "l" and rest in dict(self.words.staff_names()):
            await self._speak(member, arrival.chat, rest)
            return
        as_, _, rest = rest.partition(":") if kind == "f" else ("", "", rest)
        period, _, pool = rest.partition(":") if kind in {"m", "f"} else ("", "", rest)
        if pool not in pools_of(member, self.deployment):
            await self._say(arrival.chat, language, Msg("staff.not_allowed"))
        elif kind == "p":
            await self._choose_period(arrival.chat, language, pool)
        elif period in PERIODS:
            await self._pull(arrival, member, language, pool, period, as_)

    async def _choose_pool(self, chat: int, language: str, member: StaffRow) -> None:
        if not pools_of(member, self.deployment):
            await self._say(chat, language, Msg("staff.not_allowed"))
            return
        rows = tuple(
            ((self.words.say(language, self._named(pool)), f"t:p:{pool}"),)
            for pool in pools_of(member, self.deployment)
        )
        text = self.words.say(language, Phrase(Msg("staff.choose_programme")))
        await self.door.send(chat, Outgoing(text, rows))

    def _named(self, pool: str) -> Phrase:
        programme = self.deployment.programme(pool)
        if programme is not None:
            return Phrase(programme.name)
        if pool == NETWORK:
            return Phrase(Msg("staff.network"))
        return Phrase(Msg("staff.family"), (("family", pool.removeprefix("family:")),))

    async def _choose_period(self, chat: int, language: str, pool: str) -> None:
        rows = tuple(
            ((self.words.say(language, Phrase(label)), f"t:m:{period}:{pool}"),)
            for period, (label, _) in PERIODS.items()
        )
        text = self.words.say(language, Phrase(Msg("staff.choose_months")))
        await self.door.send(chat, Outgoing(text, rows))

    async def _pull(  # noqa: PLR0913, PLR0917 (who, in which words, what, as what)
        self,
        arrival: Arrival,
        member: StaffRow,
        language: str,
        pool: str,
        period: str,
        kind: str,
    ) -> None:
        """Answer with whole released batches, or the one constant refusal (P8).

        Either way it is counted first, for whoever answers to see.
        """
        at, last = arrival.event.at, month_of(week_of(arrival.event.at))
        wanted = pool, months_before(last, PERIODS[period][1]), last
        released = await archive_of([pool], self.store, self.deployment, at, self.helps)
        found = pull(released.of(pool), *wanted)
        seen = look(pool, member.organisation, at, refused=not found)
        await self.store.commit(Work(arrival.update, looks=(seen,)))
        if not found:
            await self._say(arrival.chat, language, Msg("staff.refusal"))
        elif kind in FILES:
            await self._give(arrival.chat, language, released, wanted, kind)
        else:
            texts = [pulled(one, released, self.words, language) for one in found]
            await self._show(arrival.chat, language, texts, f"{period}:{pool}")

    async def _show(
        self, chat: int, language: str, texts: list[str], again: str
    ) -> None:
        """Send the newest digests; buttons below the last give the same as files."""
        *older, newest = texts[-MOST_DIGESTS:]
        for text in older:
            await self.door.send(chat, Outgoing(text))
        await self.door.send(chat, Outgoing(newest, self._files(language, again)))

    def _files(self, language: str, again: str) -> tuple[tuple[Tap, ...], ...]:
        """Return the buttons that give a pull as a file, two in a row."""
        taps = [
            (self.words.say(language, Phrase(says)), f"t:f:{kind}:{again}")
            for kind, says in FILES.items()
        ]
        return tuple(tuple(taps[at : at + 2]) for at in range(0, len(taps), 2))

    async def _give(
        self,
        chat: int,
        language: str,
        released: Archive,
        wanted: tuple[str, str, str],
        kind: str,
    ) -> None:
        """Give the same batches as one file."""
        try:
            async with drawing() as draw:
                paper = await paper_from(
                    released,
                    wanted,
                    kind,
                    self.words,
                    language,
                    draw=draw,
                    book=self.book,
                    texts=self.texts,
                )
        except NoPictureError:
            await self._say(chat, language, Msg("staff.no_picture"))
        else:
            await self.door.give(chat, paper.name, paper.content)

    async def _log(self, chat: int, language: str, member: StaffRow) -> None:
        if member.role not in READ_THE_LOG:
            await self._say(chat, language, Msg("staff.not_allowed"))
            return
        head = self.words.say(language, Phrase(Msg("staff.log")))
        lines = act_lines((await self.store.acts())[:MOST_ACTS])
        await self.door.send(chat, Outgoing("\n".join((head, "", *lines))))

    async def _choose_language(self, chat: int, language: str) -> None:
        rows = tuple(
            ((self.words.say(code, Phrase(Own(((code, name),)))), f"t:l:{code}"),)
            for code, name in self.words.staff_names()
        )
        text = self.words.say(language, Phrase(Msg("L1")))
        await self.door.send(chat, Outgoing(text, rows))

    async def _speak(self, member: StaffRow, chat: int, language: str) -> None:
        contact = self.host.seal(
            member.slot, msgspec.msgpack.encode(Contact(chat, language))
        )
        await self.store.change_contact(member.id, contact)
        await self.reread()
        await self._welcome(chat, language, member, Msg("staff.home"))

    async def _say(self, chat: int, language: str, says: Msg, **values: Value) -> None:
        phrase = Phrase(says, tuple(values.items()))
        await self.door.send(chat, Outgoing(self.words.say(language, phrase)))


def _invitation(event: Event) -> str:
    """Return the secret of an invitation's link, or "" for everything else."""
    if isinstance(event, Started) and event.code.startswith(INVITATION):
        return event.code.removeprefix(INVITATION)
    return ""


def months_before(month: str, count: int) -> str:
    """Return the first of `count` months that end with `month`; 0 is the beginning."""
    if not count:
        return "0000-01"
    year, number = (int(part) for part in month.split("-"))
    total = year * 12 + number - count
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def designers_of(
    pool: str, staff: Sequence[StaffRow], deployment: Deployment
) -> tuple[int, ...]:
    """Return the staff ids of the designers and channels that get a pool's digest."""
    return tuple(
        m.id for m in staff if m.role in RECEIVE and pool in pools_of(m, deployment)
    )
