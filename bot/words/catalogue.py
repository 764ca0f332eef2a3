"""Turns phrases into sentences, in whatever language the person chose.

Everything is read and checked once, at the start; then a sentence is a look-up and a
join. Rule: a broken or missing translation falls back, message by message, along its
language's chain and then to English; it never fails and never shows half a text.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError
from babel.localedata import LocaleDataDict, load

from bot.words import po, shape
from bot.words.commands import TYPED, Command
from bot.words.glossary import Terms
from bot.words.languages import SOURCE, Language, State, guessed
from bot.words.pair import Pair
from bot.words.phrases import Own, Phrase, Value
from bot.words.shipped import Shipped
from bot.words.versions import Voice, Wording, mark_of
from bot.words.writing import isolated, opened, plain, unturned

_GAPS = re.compile(r" +(?= |\n|$)")


@dataclass(frozen=True, slots=True)
class _Said:
    """One message as it is said: its forms in parts, and the language they are in."""

    forms: tuple[tuple[str, ...], ...]
    rule: Callable[[int], int]
    turned: bool

    def parts(self, count: int | None) -> tuple[str, ...]:
        """Return the form for a count, the last one for none."""
        if len(self.forms) == 1 or count is None:
            return self.forms[-1]
        return self.forms[self.rule(count)]


@dataclass(frozen=True, slots=True)
class Words:
    """All texts of the live languages. Made by `load` or `of`, never changed."""

    languages: tuple[Language, ...]
    _entries: Mapping[str, Mapping[str, po.Entry]]
    _texts: dict[str, dict[str, _Said]]
    _commands: dict[str, Command]
    _voices: Mapping[tuple[str, str], str]

    @classmethod
    def load(cls, locales: Path) -> "Words":
        """Read every live language; raise `FileError` only for the list or English."""
        return cls.of(Shipped.read(locales))

    @classmethod
    def of(
        cls,
        shipped: Shipped,
        live: Sequence[Wording] = (),
        voices: Sequence[Voice] = (),
    ) -> "Words":
        """Lay the live wordings of a deployment over what came with the program.

        A wording that does not fit its English, or is of a text that is no more, is
        passed over.
        """
        entries = laid_over(shipped, live)
        texts = _joined(shipped.languages, entries)
        heard = {(v.language, v.heard): v.file for v in voices}
        return cls(shipped.languages, entries, texts, _typed(texts), heard)

    @property
    def english(self) -> Mapping[str, po.Entry]:
        """The source of every other language, by id."""
        return self._entries[SOURCE]

    def entries(self, code: str) -> Mapping[str, po.Entry]:
        """Return a language's own texts by id, those that can be shown."""
        return self._entries.get(code, {})

    def trying(self, code: str, entry: po.Entry) -> "Words":
        """Return the words with one text as it would be; one that misfits is not."""
        language = next((x for x in self.languages if x.code == code), None)
        english = self.english.get(entry.id)
        if not (language and english) or po.misfit(english, entry, language):
            return self
        mine = {**self._texts[code], entry.id: _said(entry, language)}
        return replace(self, _texts={**self._texts, code: mine})

    def say(self, language: str, phrase: Phrase) -> str:
        """Return the phrase as text; an unknown language is said in English."""
        text, turned = self._text(language, phrase)
        return opened(text) if turned else text

    def command(self, text: str) -> Command | None:
        """Return what a whole message calls, in any live language, or None."""
        return self._commands.get(plain(text))

    def means(self, language: str, phrase: Phrase, text: str) -> bool:
        """Tell whether typed words are a label's words, whatever their dress."""
        typed = plain(text)
        return bool(typed) and typed == plain(self.say(language, phrase))

    def language_names(self) -> tuple[tuple[str, str], ...]:
        """Return (code, its own name) of every live language."""
        return tuple((language.code, language.name) for language in self.languages)

    def staff_names(self) -> tuple[tuple[str, str], ...]:
        """Return (code, its own name) of the languages that staff are spoken to in."""
        spoken = (one for one in self.languages if one.staff)
        return tuple((one.code, one.name) for one in spoken)

    def order(self, guess: str) -> tuple[str, ...]:
        """Return the live languages, first the one that an IETF tag means."""
        first = guessed(guess, self.languages) or SOURCE
        codes = [language.code for language in self.languages]
        return (first, *(code for code in codes if code != first))

    @property
    def drafts(self) -> frozenset[str]:
        """The languages that no native reader has signed yet."""
        return frozenset(x.code for x in self.languages if x.state is State.DRAFT)

    def direction(self, language: str) -> str:
        """Return `ltr` or `rtl`."""
        found = (x.direction for x in self.languages if x.code == language)
        return next(found, "ltr")

    def month(self, language: str, month: str) -> str:
        """Return a month (`2026-03`) by its name and year, as it stands alone."""
        return _month(language, month, "wide")

    def month_short(self, language: str, month: str) -> str:
        """Return a month's short name and the year, for a narrow place."""
        return _month(language, month, "abbreviated")

    def country(self, language: str, code: str) -> str:
        """Return the name of a country by its two letters; the letters if unknown."""
        try:
            named = Locale.parse(language).territories.get(code.upper())
        except (UnknownLocaleError, ValueError):
            named = None
        return str(named or code.upper())

    def heard(self, language: str, lines: Sequence[Phrase]) -> str:
        """Return the mark of what somebody hears who is read these lines."""
        return mark_of(tuple(self.say(language, line) for line in lines))

    def voice(self, language: str, lines: Sequence[Phrase]) -> str:
        """Return the sound of exactly these lines as they are now, or ""."""
        if not self._voices:
            return ""
        return self._voices.get((language, self.heard(language, lines)), "")

    def _text(self, language: str, phrase: Phrase) -> tuple[str, bool]:
        """Return a phrase's text, and whether it runs from right to left."""
        if isinstance(phrase.says, Own):
            return self._own(language, phrase.says)
        said = (self._texts.get(language) or self._texts[SOURCE]).get(phrase.says)
        if said is None:
            return phrase.says, False
        values, stand_in = dict(phrase.values), phrase.count
        parts = list(said.parts(phrase.count))
        for place in range(1, len(parts), 2):
            value = values.get(parts[place], "" if stand_in is None else stand_in)
            parts[place] = self._value(language, value, turned=said.turned)
        text = "".join(parts)
        return (_GAPS.sub("", text) if "" in parts[1::2] else text), said.turned

    def _value(self, language: str, value: Value, *, turned: bool) -> str:
        """Return a placeholder's value as text, isolated where lines run two ways."""
        match value:
            case tuple():
                return "\n".join(self._text(language, item)[0] for item in value)
            case Phrase():
                text, own_turned = self._text(language, value)
                text = opened(text) if own_turned else text
            case Own():
                text = self._own(language, value)[0]
            case _:
                text = unturned(str(value))
        return isolated(text, turned=turned)

    def own(self, language: str, own: Own) -> str:
        """Return a deployment's own words as they are written, without marks."""
        return self._own(language, own)[0]

    def _own(self, language: str, own: Own) -> tuple[str, bool]:
        """Return a deployment's own words, in the nearest language that has them."""
        texts = dict(own.texts)
        chains = (x.fallback for x in self.languages if x.code == language)
        for code in (language, *next(chains, ()), SOURCE, *texts):
            if code in texts:
                return unturned(texts[code]), self.direction(code) == "rtl"
        return "", False


def _month(language: str, month: str, width: str) -> str:
    year, number = month.split("-")
    return f"{_months(language, width)[int(number)]} {year}"


@cache
def _months(language: str, width: str) -> Mapping[int, str]:
    """Return the names of months that stand alone, read from a copy of their own.

    Babel writes what a language borrows from its root where other languages find it
    too: once Chinese was asked for, months of French would be Chinese.
    """
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse(SOURCE)
    own: dict[str | int | None, object] = {}
    own.update(deepcopy(load(str(locale))))
    return dict(LocaleDataDict(own)["months"]["stand-alone"][width])


def laid_over(
    shipped: Shipped, live: Sequence[Wording]
) -> dict[str, dict[str, po.Entry]]:
    """Return every language's entries that can be shown, by language and id.

    All have to fit the English that came along, which a deployment's own has to fit as
    well: they take the same placeholders.
    """
    found: dict[str, dict[str, po.Entry]] = {}
    for language in shipped.languages:
        entries = shipped.usable(language.code)
        for worded in (w for w in live if w.language == language.code):
            if (english := shipped.source.get(worded.id)) is not None:
                entry = replace(english, forms=worded.forms)
                if not unsayable(Pair(language, Terms(), english, entry)):
                    entries[worded.id] = entry
        found[language.code] = entries
    return found


def unsayable(pair: Pair) -> str:
    """Return why a text may not be said whoever approved it, or ""."""
    rules = (shape.fits, shape.has_no_hidden_marks, shape.is_short_enough)
    return next((problem for rule in rules if (problem := rule(pair))), "")


def _said(entry: po.Entry, language: Language) -> _Said:
    forms = tuple(po.split(form) for form in entry.forms)
    return _Said(forms, language.form(), language.direction == "rtl")


def _joined(
    languages: tuple[Language, ...], usable: dict[str, dict[str, po.Entry]]
) -> dict[str, dict[str, _Said]]:
    """Give each language every message: its own, else along its chain, else English."""
    said = {
        language.code: {
            id_: _said(entry, language) for id_, entry in usable[language.code].items()
        }
        for language in languages
    }
    joined = {}
    for language in languages:
        chain = (SOURCE, *reversed(language.fallback), language.code)
        joined[language.code] = {
            id_: message
            for code in chain
            if code in said
            for id_, message in said[code].items()
        }
    return joined


def _typed(texts: dict[str, dict[str, _Said]]) -> dict[str, Command]:
    """Return each word that calls a command, over all live languages."""
    return {
        plain(word): command
        for said in texts.values()
        for id_, command in TYPED.items()
        if id_ in said
        for word in said[id_].forms[0][0].split("|")
    }
