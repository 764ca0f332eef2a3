"""The card of every step: what is read, what can be tapped.

Rule: a card is a function of the talk and the deployment, so that it can be shown
again at any time (`telegram.md`, decision 3). Screens and their wording are those of
`conversation.md`; every card has a way on, back or out, and eight buttons at most (the
list of answers to change has one more: eight answers and the way back).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import receipts
from bot.conversation import asking
from bot.conversation.drafts import unsettled
from bot.conversation.helplines import child_line, country_of, lines_of
from bot.conversation.replies import Button, Card
from bot.conversation.screens import (
    BACK,
    CLEAR,
    GO_ON,
    MOST_BUTTONS,
    NEXT,
    NOT_UNDERSTOOD,
    NOTICES,
    OK,
    STOP,
    Screen,
    button,
    ordered,
    paged,
    paired,
    say,
    singly,
    spelled,
    spoken,
)
from bot.conversation.steps import AFTER_SEND, FORGETTING
from bot.conversation.talk import Step, Talk
from bot.deployment import Deployment
from bot.words.phrases import Msg, Own, Phrase

DETAIL_UNITS = 200
_ENDED = FORGETTING | AFTER_SEND


def card(talk: Talk, deployment: Deployment) -> Card:
    """Return the card of a talk."""
    screen = SCREENS[talk.step](talk, deployment)
    if talk.notice in NOTICES:
        screen = _noticed(screen, Msg(talk.notice), talk)
    language = spoken(talk, deployment)
    return Card(talk.card, language, screen.lines, screen.rows)


def error_card(talk: Talk, deployment: Deployment) -> Card:
    """Return the card for when something broke; trying again shows the talk's own."""
    rows = singly((button("retry", Msg("E1.again")), CLEAR))
    language = spoken(talk, deployment)
    return Card(talk.card, language, (Phrase(Msg("E1")),), rows)


def _noticed(screen: Screen, notice: Msg, talk: Talk) -> Screen:
    """Say something above the card; who was not understood is offered a stop.

    E3 has no screen of its own: the question stays in sight, and its own buttons
    already skip it.
    """
    buttons = sum(len(row) for row in screen.rows)
    stops = notice == NOT_UNDERSTOOD and talk.step not in _ENDED
    room = buttons < MOST_BUTTONS and (STOP,) not in screen.rows
    rows = (*screen.rows, (STOP,)) if stops and room else screen.rows
    return Screen((Phrase(notice), *screen.lines), rows)


def _plain(says: Msg, *buttons: Button) -> Callable[[Talk, Deployment], Screen]:
    """Make a screen that is the same in every talk."""
    screen = Screen((Phrase(says),), singly(buttons))
    return lambda _talk, _deployment: screen


def _language(talk: Talk, deployment: Deployment) -> Screen:
    names = dict(deployment.language_names)
    languages = ordered(deployment.languages, talk.guess)
    names = {code: names.get(code, code) for code in languages}
    buttons = [
        button(f"say:{spelled(code)}", Own(((code, name),)))
        for code, name in names.items()
    ]
    shown, tail = paged(buttons, talk.page, (BACK,) if talk.language else ())
    return Screen((Phrase(Msg("L1")),), paired(shown) + paired(tail))


def _hello(_talk: Talk, _deployment: Deployment) -> Screen:
    buttons = (
        button("yes", Msg("S1.yes")),
        button("not_now", Msg("S1.not_now")),
        button("danger", Msg("S1.danger")),
    )
    return Screen((Phrase(Msg("S1")),), singly(buttons))


def _danger(talk: Talk, deployment: Deployment) -> Screen:
    country = country_of(talk, deployment)
    others, police = lines_of(country)
    first = say(Msg("S3.none"), emergency_number=country.emergency)
    if others:
        first = say(Msg("S3"), emergency_number=country.emergency, helplines=others)
    choose = button("country", Msg("S3.country"))
    several = (choose,) if len(deployment.countries) > 1 else ()
    return Screen((first, *police), singly((*several, GO_ON, CLEAR)))


def _countries(talk: Talk, deployment: Deployment) -> Screen:
    buttons = [button(f"in:{c.code}", c.name) for c in deployment.countries]
    shown, tail = paged(buttons, talk.page, (BACK,))
    return Screen((Phrase(Msg("S3c")),), singly(shown) + paired(tail))


def _programmes(talk: Talk, deployment: Deployment) -> Screen:
    buttons = [button(f"to:{p.id}", p.name) for p in deployment.offered(talk.family)]
    unsure = button("not_sure", Msg("P2.not_sure"))
    shown, tail = paged(buttons, talk.page, (unsure,))
    return Screen((Phrase(Msg("P2")),), singly(shown) + singly(tail))


def _consent(talk: Talk, deployment: Deployment) -> Screen:
    buttons = (
        button("yes", Msg("C2.yes")),
        button("under_18", Msg("C2.under_18")),
        button("no", Msg("C2.no")),
        *_others(deployment),
        button("more", Msg("C2.more")),
    )
    lines = (
        *_marks(talk, deployment),
        *_head(talk, deployment),
        Phrase(Msg("C2.choose")),
        Phrase(Msg("C2.name")),
        Phrase(Msg("C2.telegram")),
        say(Msg("C2.locked"), reader=Phrase(deployment.reader)),
        say(Msg("C2.mix"), deployment.k, k=deployment.k),
        *((Phrase(Msg("C2.numbers")),) if deployment.numbers else ()),
        *((Phrase(Msg("C2.quotes")),) if deployment.quotes else ()),
        *((Phrase(Msg("C2.duty")),) if deployment.duty_to_act else ()),
        Phrase(Msg("C2.stop")),
    )
    return Screen(lines, singly(buttons))


def _marks(talk: Talk, deployment: Deployment) -> tuple[Phrase, ...]:
    """Say what is not yet real: a trial, a translation that nobody has checked."""
    trial = (Phrase(Msg("trial.mark")),) if deployment.trial else ()
    draft = talk.language in deployment.drafts
    return (*trial, Phrase(Msg("draft.mark"))) if draft else trial


def _head(talk: Talk, deployment: Deployment) -> tuple[Phrase, ...]:
    """Name the service; who is not sure which it is sees no name."""
    programme = deployment.programme(talk.pool)
    if programme is None:
        return ()
    return (say(Msg("C2.head"), programme=Phrase(programme.name)),)


def _others(deployment: Deployment) -> tuple[Button, ...]:
    several = len(deployment.offered()) > 1
    return (button("other", Msg("C2.other")),) if several else ()


def _notice(_talk: Talk, deployment: Deployment) -> Screen:
    line = say(
        Msg("C3"),
        organisation=deployment.organisation,
        contact=deployment.contact,
        retention=retention(deployment),
    )
    return Screen((line,), paired((NEXT, BACK)))


def retention(deployment: Deployment) -> Phrase:
    """Say for how long answers are kept."""
    weeks = deployment.retention_weeks
    return say(Msg("retention"), weeks, weeks=weeks)


def _notice_2(_talk: Talk, deployment: Deployment) -> Screen:
    """Lead to the third page only where the duty to act makes it true."""
    onward = NEXT if deployment.duty_to_act else replace(NEXT, choice="end")
    line = say(Msg("C4"), authority=deployment.authority)
    return Screen((line,), paired((onward, BACK)))


def _notice_3(talk: Talk, deployment: Deployment) -> Screen:
    emergency = country_of(talk, deployment).emergency
    return Screen((say(Msg("C5"), emergency_number=emergency),), ((BACK,),))


def _under_18(talk: Talk, deployment: Deployment) -> Screen:
    country = country_of(talk, deployment)
    line = child_line(country)
    if line is None:
        first = say(Msg("A2.none"), emergency_number=country.emergency)
        return Screen((first,), ((CLEAR,),))
    first = say(Msg("A2"), child_helpline=line.name, hours=line.hours, cost=line.cost)
    return Screen((first,), singly((button("number", Msg("A2.number")), CLEAR)))


def _child_number(talk: Talk, deployment: Deployment) -> Screen:
    country = country_of(talk, deployment)
    line = child_line(country)
    number = line.number if line else country.emergency
    return Screen((say(Msg("A2b"), number=number),), singly((BACK, CLEAR)))


def _detail(talk: Talk, deployment: Deployment) -> Screen:
    """Show the first detail; where there are more, one press can hide them all."""
    found = unsettled(talk, deployment)
    words = found[0].words if found else talk.held
    words = asking.shortened(words, DETAIL_UNITS)
    several = (button("hide_all", Msg("N1.hide_all")),) if len(found) > 1 else ()
    buttons = (
        button("hide", Msg("N1.hide")),
        *several,
        button("keep", Msg("N1.keep")),
        button("change", Msg("N1.change")),
    )
    return Screen((say(Msg("N1"), detail=words),), singly(buttons))


def _unsafe(talk: Talk, deployment: Deployment) -> Screen:
    country = country_of(talk, deployment)
    others, _police = lines_of(country)
    line = say(Msg("F0.none"), emergency_number=country.emergency)
    if others:
        line = say(Msg("F0"), helplines=others)
    return Screen((line,), singly((GO_ON, STOP, CLEAR)))


def _receipt(talk: Talk, deployment: Deployment) -> Screen:
    minutes = deployment.receipt_minutes
    digits = receipts.grouped(talk.digits)
    line = say(Msg("R2a"), minutes, digits=digits, minutes=minutes)
    return Screen((line,), singly((button("next", Msg("R2a.next")), CLEAR)))


def _next(_talk: Talk, deployment: Deployment) -> Screen:
    return Screen((say(Msg("R3"), deployment.k, k=deployment.k),), ((CLEAR,),))


def _lost(_talk: Talk, deployment: Deployment) -> Screen:
    return Screen((say(Msg("X4"), retention=retention(deployment)),), ((OK,),))


def _about(talk: Talk, deployment: Deployment) -> Screen:
    facts = say(
        Msg("about"),
        organisation=deployment.organisation,
        contact=deployment.contact,
        fingerprint=deployment.fingerprint,
        retention=retention(deployment),
        reader=Phrase(deployment.reader),
    )
    signed = talk.language in deployment.signed
    unsigned = () if signed else (Phrase(Msg("about.unsigned")),)
    return Screen((facts, *unsigned), ((BACK,),))


def _who(_talk: Talk, deployment: Deployment) -> Screen:
    """Say who can open answers, and how often what was mixed was looked at."""
    looks = deployment.looks
    line = say(
        Msg("who"),
        reader=Phrase(deployment.reader),
        opened=looks.opened,
        organisations=looks.organisations,
        refused=looks.refused,
    )
    return Screen((line,), ((BACK,),))


SCREENS: Mapping[Step, Callable[[Talk, Deployment], Screen]] = {
    Step.LANGUAGE: _language,
    Step.HELLO: _hello,
    Step.NOT_NOW: _plain(Msg("S2"), CLEAR),
    Step.DANGER: _danger,
    Step.COUNTRY: _countries,
    Step.CLEAR: _plain(Msg("S4"), button("delete", Msg("S4.delete")), BACK),
    Step.SHARED: _plain(Msg("S5"), OK),
    Step.PROGRAMME: _programmes,
    Step.CONSENT: _consent,
    Step.NOTICE: _notice,
    Step.NOTICE_2: _notice_2,
    Step.NOTICE_3: _notice_3,
    Step.DECLINED: _plain(Msg("C6"), CLEAR),
    Step.UNDER_18: _under_18,
    Step.CHILD_NUMBER: _child_number,
    Step.QUESTION: asking.question,
    Step.MORE_CHOICES: asking.more_choices,
    Step.WRITING: asking.writing,
    Step.DETAIL: _detail,
    Step.UNSAFE: _unsafe,
    Step.REVIEW: asking.review,
    Step.CHANGE: asking.change,
    Step.QUOTE: asking.quote,
    Step.SENT: _plain(
        Msg("R2"),
        button("number", Msg("R2.number")),
        button("no_thanks", Msg("button.no_thanks")),
        CLEAR,
    ),
    Step.RECEIPT: _receipt,
    Step.NEXT: _next,
    Step.DELETE: _plain(Msg("X1"), button("lost", Msg("X1.lost")), BACK),
    Step.DELETE_FOUND: _plain(
        Msg("X2"), button("delete", Msg("X2.delete")), button("keep", Msg("X2.keep"))
    ),
    Step.DELETED: _plain(Msg("X3"), OK, CLEAR),
    Step.LOST: _lost,
    Step.STOPPED: _plain(Msg("E4"), button("again", Msg("button.start_again")), CLEAR),
    Step.STOPPED_SENT: _plain(Msg("E4b"), CLEAR),
    Step.WAITING: _plain(Msg("E5"), GO_ON, button("again", Msg("button.start_again"))),
    Step.ABOUT: _about,
    Step.WHO: _who,
}
"""A screen for every step."""
