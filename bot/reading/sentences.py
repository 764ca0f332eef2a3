"""What the desk's page says in its own words, and in which language it says it.

The page asks for a sentence by the end of its id (`says("lock")`, `data-says="lock"`)
and holds none itself. Rule: it gets them whole, in one language of staff; a sentence
with a count is there once for each number, so that no script has to know plurals.
"""

from collections.abc import Sequence

from bot.reports.names import Says
from bot.themes.paraphrases import LONGEST
from bot.words.languages import SOURCE, Language, guessed
from bot.words.phrases import Msg, Phrase

WARNED = 60
"""Seconds before it locks from which on the page says so."""
_ROOM = "reading."
PAGE: tuple[Msg, ...] = (
    Msg("reading.title"),
    Msg("reading.desk"),
    Msg("reading.who"),
    Msg("reading.name_why"),
    Msg("reading.reader"),
    Msg("reading.another"),
    Msg("reading.another_name"),
    Msg("reading.speaks"),
    Msg("reading.begin"),
    Msg("reading.same_name"),
    Msg("reading.locked"),
    Msg("reading.shut_why"),
    Msg("reading.shut_how"),
    Msg("reading.nav"),
    Msg("reading.read"),
    Msg("reading.write"),
    Msg("reading.released"),
    Msg("reading.more"),
    Msg("reading.second_title"),
    Msg("reading.agreement_title"),
    Msg("reading.alpha"),
    Msg("reading.i_read"),
    Msg("reading.help"),
    Msg("reading.lock"),
    Msg("reading.share"),
    Msg("reading.second"),
    Msg("reading.rest"),
    Msg("reading.all_languages"),
    Msg("reading.not_yet"),
    Msg("reading.text"),
    Msg("reading.suggested"),
    Msg("reading.given"),
    Msg("reading.given_most"),
    Msg("reading.back"),
    Msg("reading.later"),
    Msg("reading.hide"),
    Msg("reading.danger"),
    Msg("reading.keep"),
    Msg("reading.book"),
    Msg("reading.find"),
    Msg("reading.find_theme"),
    Msg("reading.not_this"),
    Msg("reading.empty"),
    Msg("reading.empty_why"),
    Msg("reading.again"),
    Msg("reading.read_before"),
    Msg("reading.drawn_mark"),
    Msg("reading.went"),
    Msg("reading.hidden"),
    Msg("reading.most"),
    Msg("reading.good"),
    Msg("reading.bad"),
    Msg("reading.asked"),
    Msg("reading.wanted"),
    Msg("reading.take_away"),
    Msg("reading.none"),
    Msg("reading.hiding"),
    Msg("reading.cover"),
    Msg("reading.told"),
    Msg("reading.written_in"),
    Msg("reading.paraphrase"),
    Msg("reading.choose"),
    Msg("reading.nothing_told"),
    Msg("reading.to_sign"),
    Msg("reading.signed"),
    Msg("reading.words_label"),
    Msg("reading.checked"),
    Msg("reading.drop"),
    Msg("reading.hand_on"),
    Msg("reading.sign"),
    Msg("reading.lent"),
    Msg("reading.lent_why"),
    Msg("reading.lend"),
    Msg("reading.both_signed"),
    Msg("reading.own_written"),
    Msg("reading.other_written"),
    Msg("reading.own_lent"),
    Msg("reading.other_lent"),
    Msg("reading.kept"),
    Msg("reading.leaves"),
    Msg("reading.thrown"),
    Msg("reading.keys"),
    Msg("reading.key_suggestion"),
    Msg("reading.key_theme"),
    Msg("reading.key_wanted"),
    Msg("reading.key_take"),
    Msg("reading.key_keep"),
    Msg("reading.key_turn"),
    Msg("reading.key_hide"),
    Msg("reading.key_find"),
    Msg("reading.key_danger"),
    Msg("reading.key_places"),
    Msg("reading.key_lock"),
    Msg("reading.key_close"),
    Msg("reading.sensitive"),
    Msg("reading.help_close"),
    Msg("reading.danger_title"),
    Msg("reading.danger_why"),
    Msg("reading.danger_kept"),
    Msg("reading.danger_close"),
    Msg("reading.act"),
)
COUNTED = {Msg("reading.idle"): WARNED, Msg("reading.left"): LONGEST}
"""Sentences with a number, and the largest one that the page says."""
VALUES = ("code", "number", "share", "words")
"""What the page itself puts into a sentence."""


def printed(words: Says, language: str) -> dict[str, str | list[str]]:
    """Return all that the page says, by the names that it asks by.

    Where it puts a value, `{name}` stands, isolated as the language needs it.
    """
    kept = tuple((name, f"{{{name}}}") for name in VALUES)
    whole = {id_: words.say(language, Phrase(id_, kept)) for id_ in PAGE}
    counted = {
        id_: [words.say(language, Phrase(id_, (), n)) for n in range(most + 1)]
        for id_, most in COUNTED.items()
    }
    return {id_.removeprefix(_ROOM): said for id_, said in (whole | counted).items()}


def wished(accepted: str, staff: Sequence[Language]) -> str:
    """Return the first language of staff that a browser asks for, English for none.

    `accepted` is what it says in `Accept-Language`: tags in the order of its wishes.
    """
    tags = (part.partition(";")[0].strip() for part in accepted.split(","))
    found = (guessed(tag, tuple(staff)) for tag in tags)
    return next(filter(None, found), SOURCE)
