"""Why something is not done, or not suggested, as the reader at the desk is told.

Rooms below decide by values and errors; here each has its sentence. Rule: an error that
is not in the table is the operator's, and is said as the terminal says it.
"""

from collections.abc import Mapping

from bot.errors import SottoError
from bot.errors.coded import NoSuchTextError, TakenBackError
from bot.errors.gathered import (
    BrokenQuoteError,
    BrokenReadingError,
    NoPictureError,
    NothingReleasedError,
)
from bot.reports.names import bare, say
from bot.themes import paraphrases, quotes
from bot.themes.paraphrases import LONGEST
from bot.themes.readings import Why
from bot.words.phrases import Msg, Phrase

LOCKED = Msg("reading.is_locked")
USED = Msg("reading.used")
UNREAD = Msg("reading.unread")
HERE_ONLY = Msg("reading.here_only")
UNSAID = Msg("reading.unsaid")
"""In the place of what should be done in danger."""
NOT_YET = Msg("reading.not_yet")
"""In the place of a figure that would mislead."""
DRAWN = Msg("reading.drawn")
"""Why nothing is suggested to either of two readers."""
WHY: Mapping[Why, Msg] = {
    Why.SHORT: Msg("reading.why_short"),
    Why.LANGUAGE: Msg("reading.why_language"),
    Why.SCRIPT: Msg("reading.why_script"),
    Why.ROMANISED: Msg("reading.why_romanised"),
    Why.MARKS: Msg("reading.why_marks"),
    Why.UNSURE: Msg("reading.why_unsure"),
}
REFUSED: Mapping[paraphrases.Refusal | quotes.Refusal, Msg] = {
    paraphrases.Refusal.FEW: Msg("reading.few"),
    paraphrases.Refusal.LEAF: Msg("reading.leaf"),
    paraphrases.Refusal.PEOPLE: Msg("reading.people"),
    paraphrases.Refusal.EMPTY: Msg("reading.blank"),
    paraphrases.Refusal.LONG: Msg("reading.long"),
    paraphrases.Refusal.PLAIN: Msg("reading.plain"),
    paraphrases.Refusal.DETAIL: Msg("reading.detail"),
    paraphrases.Refusal.NUMBER: Msg("reading.number"),
    paraphrases.Refusal.WHEN: Msg("reading.when"),
    paraphrases.Refusal.COPIED: Msg("reading.copied"),
    paraphrases.Refusal.SAME: Msg("reading.same"),
    paraphrases.Refusal.UNREAD: Msg("reading.unchecked"),
    quotes.Refusal.OFF: Msg("reading.stay_off"),
    quotes.Refusal.NOT_AGREED: Msg("reading.stay_not_agreed"),
    quotes.Refusal.OTHER_WORDS: Msg("reading.stay_other_words"),
    quotes.Refusal.UNSIGNED: Msg("reading.stay_unsigned"),
    quotes.Refusal.NOT_RELEASED: Msg("reading.stay_not_released"),
    quotes.Refusal.FEW: Msg("reading.stay_few"),
    quotes.Refusal.LEAF: Msg("reading.stay_leaf"),
    quotes.Refusal.HUSHED: Msg("reading.stay_hushed"),
    quotes.Refusal.SECOND: Msg("reading.stay_second"),
    quotes.Refusal.DETAIL: Msg("reading.stay_detail"),
    quotes.Refusal.UNREAD: Msg("reading.stay_unchecked"),
}
_WRONG: Mapping[type[SottoError], Msg] = {
    NoSuchTextError: Msg("reading.gone"),
    TakenBackError: Msg("reading.taken_back"),
    BrokenReadingError: Msg("reading.broken"),
    BrokenQuoteError: Msg("reading.broken"),
    NothingReleasedError: Msg("staff.refusal"),
    NoPictureError: Msg("staff.no_picture"),
}


def refused(why: paraphrases.Refusal | quotes.Refusal) -> Phrase:
    """Return why words stay in the vault."""
    return say(REFUSED[why], most=LONGEST)


def wrong(error: SottoError) -> Phrase:
    """Return what went wrong."""
    told = _WRONG.get(type(error))
    return say(told) if told else bare(str(error))
