"""What each button of the desk does: one table from a verb to what comes of it.

Rule: a button that changes something acts only on the very version it stood under;
anything else is answered with the text as it stands now.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from bot.flows.desk import asking, files, showing, signing, voices
from bot.flows.desk.cards import FILTERS
from bot.flows.desk.places import Filter, Press, Spot
from bot.flows.desk.sitting import Answer, Call, Sitting, at
from bot.flows.doors import Outgoing
from bot.words import proposals
from bot.words.phrases import Msg
from bot.words.proposals import Hand, Refusal, Rows
from bot.words.standing import Standing
from bot.words.versions import Stage

Verb = Callable[[Sitting, Standing], Answer]
Whole = Callable[[Sitting, Press], Answer]


def follow(sitting: Sitting, press: Press) -> Answer:
    """Return what comes of a press."""
    if press.verb == "seen":
        return Answer(alert=sitting.say(Msg("desk.is_preview")))
    if press.verb == "home" or not sitting.may(press.language):
        return home(sitting)
    if press.verb in WHOLE:
        return WHOLE[press.verb](sitting, press)
    standing = sitting.library.found(press.language, press.text)
    if standing is None or press.verb not in {*LOOKS, *CHANGES}:
        return sitting.told(Msg("desk.not_there"))
    return _about(sitting, press, standing)


def _about(sitting: Sitting, press: Press, standing: Standing) -> Answer:
    """Look at a text, or change it if it is still what stood above the button."""
    if press.verb in LOOKS:
        return LOOKS[press.verb](sitting, standing)
    if not at(press, standing):
        return sitting.shown(standing, sitting.say(Msg("desk.no_changed")))
    return CHANGES[press.verb](sitting, standing)


def home(sitting: Sitting) -> Answer:
    """Show the languages; a reader has one alone."""
    if sitting.member.role != "admin":
        return language(sitting, sitting.member.language)
    return sitting.answer(sitting.cards.languages(), spot=Spot())


def language(sitting: Sitting, code: str) -> Answer:
    """Show one language; words that come now are searched for."""
    if not sitting.may(code):
        return sitting.told(Msg("desk.no_language"), code=code)
    heard = voices.heard(sitting, code)
    shown = sitting.cards.language(code, heard=heard)
    return sitting.answer(shown, spot=sitting.among(code, Filter.ALL))


def go_through(sitting: Sitting, press: Press) -> Answer:
    """Begin to go through the texts that a filter lets through."""
    code, known = press.language, {one.value: one for one in FILTERS}
    spot = sitting.among(code, known.get(press.text, Filter.ALL))
    found = sitting.library.texts(code, spot, sitting.hand.who)
    if not found:
        return language(sitting, code)
    return replace(sitting, spot=spot).shown(found[0])


def opened(which: Filter, sitting: Sitting, standing: Standing) -> Answer:
    """Show the first of the texts that somebody was told of; Next leads to the rest."""
    spot = sitting.among(standing.language.code, which)
    return replace(sitting, spot=spot).shown(standing)


def onward(sitting: Sitting, standing: Standing) -> Answer:
    """Show the next text of those one goes through, across languages."""
    following = next(_after(sitting, standing), None)
    if following is None:
        code = standing.language.code
        up = sitting.cards.tap(Msg("desk.button_up"), Press("lang", code))
        said = sitting.say(Msg("desk.no_more"))
        return sitting.answer(Outgoing(said, ((up,),)))
    return sitting.shown(following)


def _after(sitting: Sitting, standing: Standing) -> Iterator[Standing]:
    """Walk what follows in this language, then all of it in the languages after."""
    library, spot, who = sitting.library, sitting.spot, sitting.hand.who
    code = standing.language.code
    order = list(library.shelf(code).standings)
    place = order.index(standing.id) if standing.id in order else len(order)
    behind = set(order[place + 1 :])
    yield from (s for s in library.texts(code, spot, who) if s.id in behind)
    codes = [language.code for language in library.languages]
    for other in codes[codes.index(code) + 1 :]:
        if sitting.may(other) and spot.filter != Filter.FOUND.value:
            yield from library.texts(other, spot, who)


def _change(
    verb: str,
    done: Msg,
    move: Callable[[Standing, Hand], Rows | Refusal],
    sitting: Sitting,
    standing: Standing,
) -> Answer:
    rows = move(standing, sitting.hand)
    if isinstance(rows, Refusal):
        return sitting.refused(rows, standing)
    return sitting.moved(verb, standing, rows, sitting.say(done))


def approve(sitting: Sitting, standing: Standing) -> Answer:
    """Make a draft what people read, unless a check or a rule forbids it."""
    move = partial(proposals.approve, blocked=sitting.library.blocked(standing))
    return _change("approve", Msg("desk.done_approve"), move, sitting, standing)


def send(sitting: Sitting, standing: Standing) -> Answer:
    """Ask for other eyes, once, and tell the others of the language."""
    code, one = standing.language.code, standing.candidate
    if one is not None and one.stage is Stage.REVIEW:
        return sitting.shown(standing)
    rows = proposals.send(
        standing, sitting.hand, blocked=sitting.library.blocked(standing)
    )
    if isinstance(rows, Refusal):
        return sitting.refused(rows, standing)
    lonely = sitting.lonely(code)
    note = Msg("desk.nobody") if lonely else Msg("desk.done_send")
    answer = sitting.moved("send", standing, rows, sitting.say(note, code=code))
    return replace(answer, call=Call(code, standing.id))


CHANGES: dict[str, Verb] = {
    "ok": approve,
    "send": send,
    "undo": partial(_change, "undo", Msg("desk.done_undo"), proposals.roll_back),
    "same": partial(_change, "keep", Msg("desk.done_keep"), proposals.keep),
    "no": asking.ask_why,
    "back": asking.ask_back,
}
"""Buttons that act on the version they stand under."""
LOOKS: dict[str, Verb] = {
    "card": Sitting.shown,
    "wait": partial(opened, Filter.WAITING),
    "new": partial(opened, Filter.MISSING),
    "next": onward,
    "write": asking.ask_to_write,
    "view": lambda s, one: Answer((showing.preview(s, one),), anew=True),
    "viewa": lambda s, one: Answer((showing.preview(s, one),)),
    "viewb": lambda s, one: Answer((showing.preview(s, one, 1),)),
    "viewc": lambda s, one: Answer((showing.preview(s, one, 2),)),
    "diff": showing.compare,
    "more": showing.details,
    "hear": voices.ask,
}
"""Buttons that change nothing by themselves."""
WHOLE: dict[str, Whole] = {
    "lang": lambda s, press: language(s, press.language),
    "list": go_through,
    "find": lambda s, press: asking.ask_words(s, press.language),
    "read": lambda s, press: showing.everything(s, press.language),
    "file": lambda s, press: files.give(s, press.language, "po"),
    "sheet": lambda s, press: files.give(s, press.language, "xlsx"),
    "apply": files.apply,
    "sign": lambda s, press: signing.ask_to_sign(s, press.language),
    "signed": signing.sign,
}
"""Buttons that are about a whole language."""
