"""What is asked at the desk and what the next message is taken for.

Whoever taps Write, Reject or Translate back is asked for a message; where they are then
rests, so that a restart in between loses nothing (`places.Spot`). Rule: a draft is kept
even where a check blocks it, and what blocks it is said at once.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.flows.desk.cards import about, cut
from bot.flows.desk.places import Filter, Press, Spot
from bot.flows.desk.showing import preview
from bot.flows.desk.sitting import Answer, Sitting
from bot.flows.doors import Copy, Outgoing, Tap
from bot.words import proposals
from bot.words.phrases import Msg
from bot.words.po import split
from bot.words.proposals import Refusal
from bot.words.standing import Standing
from bot.words.writing import tidied

COPIED = 256
"""Letters that a copy button can hold (Telegram)."""


def ask_to_write(sitting: Sitting, standing: Standing) -> Answer:
    """Ask for a text, or for its first plural form."""
    spot = _spot(sitting, standing, "write")
    return sitting.answer(_form(sitting, standing, ()), spot=spot)


def _form(sitting: Sitting, standing: Standing, so_far: tuple[str, ...]) -> Outgoing:
    """Ask for the next form, with a button for every part that has to stay."""
    english = standing.source.forms[-1]
    if standing.source.counted:
        said = sitting.say(
            Msg("desk.ask_form"),
            number=len(so_far) + 1,
            of=standing.language.nplurals,
            numbers=", ".join(map(str, standing.language.samples(len(so_far)))),
            english=english,
        )
    else:
        said = sitting.say(Msg("desk.ask_write"), english=english)
    return Outgoing(said, (*_copies(standing), (_cancel(sitting, standing),)))


def _copies(standing: Standing) -> tuple[tuple[Tap, ...], ...]:
    """Offer what nobody can type on a phone: placeholders, and the text as it is."""
    names = dict.fromkeys(n for f in standing.source.forms for n in split(f)[1::2])
    taps: list[Tap] = [Copy(f"{{{name}}}", f"{{{name}}}") for name in names]
    now = standing.candidate.forms if standing.candidate else standing.forms
    if now and len(now[-1]) <= COPIED:
        taps.append(Copy(f"⧉ {now[-1][:24]}", now[-1]))
    return tuple((tap,) for tap in taps)


def ask_back(sitting: Sitting, standing: Standing) -> Answer:
    """Ask what a draft says, without showing the English that it should say."""
    one = standing.candidate
    if one is None:
        return sitting.refused(Refusal.NOTHING, standing)
    if one.author == sitting.hand.who and not sitting.hand.alone:
        return sitting.refused(Refusal.OWN, standing)
    said = sitting.say(Msg("desk.ask_back"), text=cut(one.forms))
    spot = _spot(sitting, standing, "back")
    return sitting.answer(Outgoing(said, ((_cancel(sitting, standing),),)), spot=spot)


def ask_why(sitting: Sitting, standing: Standing) -> Answer:
    """Ask why a draft is rejected."""
    said = sitting.say(Msg("desk.ask_reject"))
    spot = _spot(sitting, standing, "reject")
    return sitting.answer(Outgoing(said, ((_cancel(sitting, standing),),)), spot=spot)


def ask_words(sitting: Sitting, code: str) -> Answer:
    """Ask what to search for."""
    up = sitting.cards.tap(Msg("desk.button_cancel"), Press("lang", code))
    spot = replace(sitting.spot, language=code, asks="find", id="")
    said = sitting.say(Msg("desk.ask_find"))
    return sitting.answer(Outgoing(said, ((up,),)), spot=spot)


def _cancel(sitting: Sitting, standing: Standing) -> Tap:
    return sitting.cards.tap(Msg("desk.button_cancel"), about(standing, "card"))


def _spot(sitting: Sitting, standing: Standing, asks: str) -> Spot:
    code = standing.language.code
    return replace(sitting.spot, language=code, id=standing.id, asks=asks, forms=())


def take_words(sitting: Sitting, text: str) -> Answer | None:
    """Take a message for what was asked; None where nothing was."""
    taken = TAKEN.get(sitting.spot.asks)
    if taken is None or not sitting.may(sitting.spot.language):
        return None
    if sitting.spot.asks == "find":
        return found(sitting, text)
    standing = sitting.library.found(sitting.spot.language, sitting.spot.id)
    if standing is None:
        return sitting.told(Msg("desk.not_there"))
    return taken(sitting, standing, text)


def found(sitting: Sitting, text: str) -> Answer:
    """Search for words; one hit alone, or a text's very id, is shown at once."""
    code, query = sitting.spot.language, text.strip()[:64]
    spot = Spot(language=code, filter=Filter.FOUND.value, query=query)
    hits = sitting.library.texts(code, spot, sitting.hand.who)
    named = [one for one in hits if one.id.casefold() == query.casefold()]
    for one in named or (hits if len(hits) == 1 else ()):
        return sitting.answer(sitting.cards.card(one), spot=spot)
    return sitting.answer(sitting.cards.hits(code, query, hits), spot=spot)


def _written(sitting: Sitting, standing: Standing, text: str) -> Answer:
    """Take one form; after the last, keep the draft and show it as people would."""
    forms = (*sitting.spot.forms, tidied(text))
    wanted = standing.language.nplurals if standing.source.counted else 1
    if len(forms) < wanted:
        spot = replace(sitting.spot, forms=forms)
        return sitting.answer(_form(sitting, standing, forms), spot=spot)
    rows = proposals.write(standing, sitting.hand, forms)
    if isinstance(rows, Refusal):
        return sitting.refused(rows, standing)
    answer = sitting.moved("write", standing, rows, sitting.say(Msg("desk.done_write")))
    after = replace(sitting, library=sitting.library.after(rows))
    stands = after.library.found(standing.language.code, standing.id) or standing
    return replace(answer, shows=(preview(after, stands), *answer.shows))


def _backed(sitting: Sitting, standing: Standing, text: str) -> Answer:
    rows = proposals.translate_back(standing, sitting.hand, text.strip())
    if isinstance(rows, Refusal):
        return sitting.refused(rows, standing)
    return sitting.moved("back", standing, rows, sitting.say(Msg("desk.done_back")))


def _rejected(sitting: Sitting, standing: Standing, text: str) -> Answer:
    rows = proposals.reject(standing, sitting.hand, text.strip()[:300])
    if isinstance(rows, Refusal):
        return sitting.refused(rows, standing)
    return sitting.moved("reject", standing, rows, sitting.say(Msg("desk.done_reject")))


def _unreached(sitting: Sitting, standing: Standing, _text: str) -> Answer:
    """Ask once more for a voice message where words came."""
    note = sitting.say(Msg("desk.no_voice"))
    return sitting.answer(sitting.cards.card(standing, note))


TAKEN: dict[str, Callable[[Sitting, Standing, str], Answer]] = {
    "write": _written,
    "back": _backed,
    "reject": _rejected,
    "find": _unreached,
    "voice": _unreached,
}
"""What a message is taken for, by what was asked."""
