"""What each button of the desk does: one table from a verb to what comes of it.

Rule: a button that changes something acts only on the very version it stood under;
anything else is answered with the text as it stands now.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from bot.flows.desk import asking, files, showing, signing, voices
from bot.flows.desk.places import Filter, Press, Spot
from bot.flows.desk.sitting import Answer, Call, Sitting, at
from bot.flows.doors import Outgoing
from bot.words import proposals
from bot.words.phrases import Msg
from bot.words.proposals import Hand, Refusal, Rows
from bot.words.standing import Standing

Verb = Callable[[Sitting, Standing], Answer]
Whole = Callable[[Sitting, str], Answer]


def follow(sitting: Sitting, press: Press) -> Answer:
    """Return what comes of a press."""
    if press.verb == "seen":
        return Answer(alert=sitting.say(Msg("desk.is_preview")))
    if press.verb == "home" or not sitting.may(press.language):
        return home(sitting)
    if press.verb == "list":
        return go_through(sitting, press.language, press.text)
    if press.verb in WHOLE:
        return WHOLE[press.verb](sitting, press.language)
    standing = sitting.library.found(press.language, press.text)
    if standing is None or press.verb not in {*LOOKS, *CHANGES}:
        return sitting.told(Msg("desk.not_there"))
    return _about(sitting, press, standing)


def _about(sitting: Sitting, press: Press, standing: Standing) -> Answer:
    """Look at a text, or change it if it is still what stood above the button."""
    if press.verb in LOOKS:
        return LOOKS[press.verb](sitting, standing)
    if not at(press, standing):
        note = sitting.say(Msg("desk.no_changed"))
        return sitting.answer(sitting.cards.card(standing, note))
    return CHANGES[press.verb](sitting, standing)


def home(sitting: Sitting) -> Answer:
    """Show the languages; a reader has one alone."""
    if sitting.member.role != "admin":
        return language(sitting, sitting.member.language)
    return sitting.answer(sitting.cards.languages(), spot=Spot())


def language(sitting: Sitting, code: str) -> Answer:
    """Show one language."""
    heard = voices.heard(sitting, code)
    return sitting.answer(
        sitting.cards.language(code, heard=heard), spot=Spot(language=code)
    )


def go_through(sitting: Sitting, code: str, which: str) -> Answer:
    """Begin to go through the texts that a filter lets through."""
    known = {one.value for one in Filter}
    spot = Spot(language=code, filter=which if which in known else Filter.ALL.value)
    found = sitting.library.texts(code, spot, sitting.hand.who)
    if not found:
        return language(sitting, code)
    return sitting.answer(
        sitting.cards.card(found[0]), spot=replace(spot, id=found[0].id)
    )


def card(sitting: Sitting, standing: Standing) -> Answer:
    """Show a text, and ask nothing more."""
    spot = replace(sitting.spot, asks="", forms=(), id=standing.id)
    spot = replace(spot, language=standing.language.code)
    return sitting.answer(sitting.cards.card(standing), spot=spot)


def onward(sitting: Sitting, standing: Standing) -> Answer:
    """Show the next text of those one goes through, across languages."""
    following = next(_after(sitting, standing), None)
    if following is None:
        code = standing.language.code
        up = sitting.cards.tap(Msg("desk.button_up"), Press("lang", code))
        said = sitting.say(Msg("desk.no_more"))
        return sitting.answer(Outgoing(said, ((up,),)))
    return card(sitting, following)


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
    """Ask for other eyes, and tell the others of the language."""
    move = partial(proposals.send, blocked=sitting.library.blocked(standing))
    answer = _change("send", Msg("desk.done_send"), move, sitting, standing)
    if not answer.texts.acts:
        return answer
    return replace(answer, call=Call(standing.language.code, standing.id))


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
    "card": card,
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
    "lang": language,
    "find": asking.ask_words,
    "read": showing.everything,
    "file": lambda s, code: files.give(s, code, "po"),
    "sheet": lambda s, code: files.give(s, code, "xlsx"),
    "apply": files.apply,
    "sign": signing.ask_to_sign,
    "signed": signing.sign,
}
"""Buttons that are about a whole language."""
