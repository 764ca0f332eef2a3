"""What is asked at the desk and what the next message is taken for.

Whoever taps Write, Reject or Translate back is asked for a message; where they are then
rests, so that a restart in between loses nothing (`places.Spot`). Rule: a draft is kept
even where a check blocks it, and what blocks it is said at once; what is said of a text
counts for the version that was asked about, and for no other.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.flows.desk.cards import about, version_of
from bot.flows.desk.fitting import joined
from bot.flows.desk.places import Filter, Press, Spot
from bot.flows.desk.showing import preview
from bot.flows.desk.sitting import Answer, Sitting
from bot.flows.doors import Copy, Outgoing, Tap
from bot.words import proposals
from bot.words.phrases import Msg
from bot.words.po import split
from bot.words.proposals import Hand, Refusal, Rows
from bot.words.standing import Standing
from bot.words.writing import FSI, PDI, RLM, cut, tidied, units, unturned

COPIED = 256
"""Letters that a copy button can hold (Telegram)."""
LONGEST_BACK = 2048
LONGEST_REASON = 300
LONGEST_QUERY = 64
_NAMED = re.compile(rf"{FSI}(\{{\w+\}}){PDI}")
_TURNS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def ask_to_write(sitting: Sitting, standing: Standing) -> Answer:
    """Ask for a text, or for its first plural form."""
    spot = sitting.on(standing, "write")
    return sitting.answer(form(sitting, standing, ()), spot=spot)


def form(sitting: Sitting, standing: Standing, so_far: tuple[str, ...]) -> Outgoing:
    """Ask for the next form, with a button for every part that has to stay.

    A text too long for a button stands below the question, to be copied from there.
    """
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
    now = _present(standing, len(so_far))
    if units(now) > COPIED:
        said = f"{said}\n\n{now}"
    rows = (*_copies(standing, now), (_cancel(sitting, standing),))
    return Outgoing(cut(said), rows)


def _present(standing: Standing, place: int) -> str:
    """Return the form of a text that is to be mended, a draft before all; or ""."""
    now = standing.candidate.forms if standing.candidate else standing.forms
    return now[min(place, len(now) - 1)] if now else ""


def _copies(standing: Standing, now: str) -> tuple[tuple[Tap, ...], ...]:
    """Offer what nobody can type on a phone: placeholders, and the text as it is."""
    names = dict.fromkeys(n for f in standing.source.forms for n in split(f)[1::2])
    taps: list[Tap] = [Copy(f"{{{name}}}", f"{{{name}}}") for name in names]
    if now and units(now) <= COPIED:
        taps.append(Copy(f"⧉ {now[:24]}".replace("\n", " "), now))
    return tuple((tap,) for tap in taps)


def ask_back(sitting: Sitting, standing: Standing) -> Answer:
    """Ask what a draft says, without showing the English that it should say."""
    one = standing.candidate
    if one is None:
        return sitting.refused(Refusal.NOTHING, standing)
    if one.author == sitting.hand.who and not sitting.hand.alone:
        return sitting.refused(Refusal.OWN, standing)
    said = cut(sitting.say(Msg("desk.ask_back"), text=joined(one.forms)))
    spot = sitting.on(standing, "back")
    return sitting.answer(Outgoing(said, ((_cancel(sitting, standing),),)), spot=spot)


def ask_why(sitting: Sitting, standing: Standing) -> Answer:
    """Ask why a draft is rejected."""
    if standing.candidate is None:
        return sitting.refused(Refusal.NOTHING, standing)
    said = sitting.say(Msg("desk.ask_reject"))
    spot = sitting.on(standing, "reject")
    return sitting.answer(Outgoing(said, ((_cancel(sitting, standing),),)), spot=spot)


def ask_words(sitting: Sitting, code: str) -> Answer:
    """Ask what to search for."""
    up = sitting.cards.tap(Msg("desk.button_cancel"), Press("lang", code))
    said = sitting.say(Msg("desk.ask_find"))
    return sitting.answer(
        Outgoing(said, ((up,),)), spot=sitting.among(code, Filter.ALL)
    )


def _cancel(sitting: Sitting, standing: Standing) -> Tap:
    return sitting.cards.tap(Msg("desk.button_cancel"), about(standing, "card"))


def take_words(sitting: Sitting, text: str) -> Answer | None:
    """Take a message for what was asked; None where nothing was."""
    taken = TAKEN.get(sitting.spot.asks)
    if taken is None or not sitting.may(sitting.spot.language):
        return None
    if sitting.spot.asks == "find":
        return found(sitting, sitting.spot.language, text)
    standing = sitting.library.found(sitting.spot.language, sitting.spot.id)
    if standing is None:
        spot = Spot(language=sitting.spot.language)
        return sitting.answer(*sitting.told(Msg("desk.not_there")).shows, spot=spot)
    return taken(sitting, standing, text)


def found(sitting: Sitting, code: str, text: str) -> Answer:
    """Search for words; one hit alone, or a text's very id, is shown at once."""
    query = unturned(text).strip()[:LONGEST_QUERY]
    spot = sitting.among(code, Filter.FOUND, query)
    hits = sitting.library.texts(code, spot, sitting.hand.who)
    named = [one for one in hits if one.id.casefold() == query.casefold()]
    for one in named or (hits if len(hits) == 1 else ()):
        return replace(sitting, spot=spot).shown(one)
    return sitting.answer(sitting.cards.hits(code, query, hits), spot=spot)


def bare(text: str) -> str:
    """Return a text as it was meant, without stray spaces and marks that it caught.

    A message adds marks where lines run two ways, and they come along when it is
    copied. Those that a translator set around a name of their own stay.
    """
    named = _NAMED.sub(r"\1", tidied(text))
    return tidied("\n".join(map(_bare, named.split("\n"))))


def _bare(line: str) -> str:
    said = line.removeprefix(RLM)
    if said[:1] == FSI and said[-1:] == PDI and _closes(said[1:-1]):
        said = said[1:-1]
    return said if _closes(said) else said.translate(_TURNS)


def _closes(line: str) -> bool:
    """Tell whether every mark that begins a piece of a line ends there."""
    depth = 0
    for char in line:
        depth += (char in "\u2066\u2067\u2068") - (char == PDI)
        if depth < 0:
            return False
    return depth == 0


def _written(sitting: Sitting, standing: Standing, text: str) -> Answer:
    """Take one form; after the last, keep the draft and show it as people would.

    What nobody could see is no text, and is asked for once more.
    """
    said = bare(text)
    if not any(letter.isprintable() and not letter.isspace() for letter in said):
        return sitting.answer(form(sitting, standing, sitting.spot.forms))
    forms = (*sitting.spot.forms, said)
    wanted = standing.language.nplurals if standing.source.counted else 1
    if len(forms) < wanted:
        spot = replace(sitting.spot, forms=forms)
        return sitting.answer(form(sitting, standing, forms), spot=spot)
    rows = proposals.write(standing, sitting.hand, forms)
    if isinstance(rows, Refusal):
        return sitting.refused(rows, standing)
    after = replace(sitting, library=sitting.library.after(rows))
    stands = after.library.found(standing.language.code, standing.id) or standing
    note = _kept(sitting, standing, blocked=after.library.blocked(stands))
    answer = sitting.moved("write", standing, rows, note)
    if not sitting.library.fits(standing, forms):
        return answer
    return replace(answer, shows=(preview(after, stands), *answer.shows))


def _kept(sitting: Sitting, standing: Standing, *, blocked: bool) -> str:
    """Say that a draft is kept, and what whoever wrote it has to know besides."""
    kept = Msg("desk.kept_blocked") if blocked else Msg("desk.done_write")
    lines = [sitting.say(kept)]
    if sitting.spot.version != version_of(standing):
        lines.append(sitting.say(Msg("desk.no_changed")))
    return "\n\n".join(lines)


def _noted(  # noqa: PLR0913, PLR0917 (what is asked, then who answers with which words)
    verb: str,
    done: Msg,
    most: int,
    move: Callable[[Standing, Hand, str], Rows | Refusal],
    sitting: Sitting,
    standing: Standing,
    text: str,
) -> Answer:
    """Keep what is said of a text, if that is still the version asked about."""
    if sitting.spot.version != version_of(standing):
        return sitting.shown(standing, sitting.say(Msg("desk.no_changed")))
    rows = move(standing, sitting.hand, cut(text.strip(), most))
    if isinstance(rows, Refusal):
        return sitting.refused(rows, standing)
    return sitting.moved(verb, standing, rows, sitting.say(done))


def _unreached(sitting: Sitting, standing: Standing, _text: str) -> Answer:
    """Ask once more for a voice message where words came."""
    note = sitting.say(Msg("desk.no_voice"))
    return sitting.answer(sitting.cards.card(standing, note))


TAKEN: dict[str, Callable[[Sitting, Standing, str], Answer]] = {
    "write": _written,
    "back": partial(
        _noted, "back", Msg("desk.done_back"), LONGEST_BACK, proposals.translate_back
    ),
    "reject": partial(
        _noted, "reject", Msg("desk.done_reject"), LONGEST_REASON, proposals.reject
    ),
    "find": _unreached,
    "voice": _unreached,
}
"""What a message is taken for, by what was asked."""
