"""People at the desk, for tests that word and translate as admins and readers do."""

from dataclasses import replace

import msgspec
from deployments import Deployment
from fakes import label
from phones import Phone

from bot.conversation.events import Tapped
from bot.flows.desk.places import Spot, read_spot
from bot.flows.doors import Outgoing
from bot.flows.staff import invite
from bot.store.records import StaffRow, TextWork, Work
from bot.weeks import week_of
from bot.words.phrases import Msg, Phrase
from bot.words.versions import Stage, Wording, mark_of

ADMIN, OTHER, READER, WRITER = 31, 32, 33, 34
SKIP = "button.skip"
"""A text that cannot hurt, so nobody has to translate it back."""


async def seated(
    d: Deployment, role: str, person: int, language: str = "", programme: str = ""
) -> Phone:
    """Bind an account to a role, by an invitation."""
    payload = await invite(
        d.serving.store,
        role,  # type: ignore[arg-type] # a Role
        week_of(d.clock.at),
        programme,
        language,
    )
    phone = d.phone(person)
    await phone.start(payload)
    return phone


async def member(d: Deployment, phone: Phone) -> StaffRow:
    """Return the row of somebody on the staff."""
    found = await d.serving.store.staff_at(d.serving.staff.host.slot(phone.person))
    assert found is not None
    return found


async def spot(d: Deployment, phone: Phone) -> Spot:
    """Return where somebody is at the desk."""
    return read_spot(await d.serving.store.desk((await member(d, phone)).id))


def alone(d: Deployment) -> None:
    """Let one person approve alone here."""
    settings = msgspec.structs.replace(d.serving.facts.settings, single_person=True)
    d.serving.facts = replace(d.serving.facts, settings=settings)


def newest(phone: Phone) -> Outgoing:
    """Return the newest message of a chat."""
    return phone.door.last(phone.person)[1]


def labels(message: Outgoing) -> list[str]:
    """Return what stands on the buttons of a message."""
    return [label(tap) for row in message.rows for tap in row]


def carries(message: Outgoing, verb: str) -> str:
    """Return what the first button of a verb sends back."""
    taps = (tap for row in message.rows for tap in row if isinstance(tap, tuple))
    return next(data for _, data in taps if data.startswith(f"t:w:{verb}:"))


def taps(*phones: Phone) -> int:
    """Count how often somebody tapped."""
    every = (arrival for phone in phones for arrival in phone.arrivals)
    return sum(isinstance(arrival.event, Tapped) for arrival in every)


def said(d: Deployment, code: str, id_: str) -> str:
    """Return what people read of a text now."""
    return d.serving.listener.house.words.say(code, Phrase(Msg(id_)))


async def wordings(d: Deployment, code: str = "vi", id_: str = SKIP) -> list[Wording]:
    """Return the versions of a text that rest."""
    every = await d.serving.store.wordings()
    found = [w for w in every if (w.language, w.id) == (code, id_)]
    return sorted(found, key=lambda w: w.version)


async def stages(d: Deployment, code: str = "vi", id_: str = SKIP) -> list[str]:
    """Return the stages of a text's versions."""
    return [w.stage.value for w in await wordings(d, code, id_)]


async def keep(d: Deployment, *rows: Wording) -> None:
    """Let wordings rest, as another process would have written them."""
    await d.serving.store.commit(Work(texts=TextWork(added=rows)))
    await d.serving.refresh()


def worded(
    d: Deployment, text: str, stage: Stage, version: int = 1, **more: object
) -> Wording:
    """Return a version of a text by somebody who is not here."""
    code, id_ = str(more.pop("code", "vi")), str(more.pop("id", SKIP))
    english = d.serving.facts.edition.source[id_].forms
    made = Wording(
        code,
        id_,
        version,
        (text,),
        mark_of(english),
        stage,
        "9001",
        week_of(d.clock.at),
        approver="9002" if stage is Stage.LIVE else "",
        english=english,
    )
    return replace(made, **more)  # type: ignore[arg-type] # named fields


async def acts(d: Deployment) -> list[str]:
    """Return what was written down of texts."""
    every = [act.what for act in await d.serving.store.acts()]
    return sorted(what for what in every if what.startswith("words "))
