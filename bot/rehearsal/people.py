"""The people who answer in a rehearsal: they read the card in their hand and tap it.

Nothing is put into the database for them: each opens the poster's link and walks the
real conversation, in one of three languages. Rule: they are a crowd, nobody in it has
a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from bot.flows.doors import Copy
from bot.rehearsal.door import Message
from bot.rehearsal.hand import Hand

PICK = "pick:"
MOST_TAPS = 80
"""No talk is longer; a person who taps on for ever would be a fault of the talk."""
SKIPS = 0.06
"""How often one of them skips a question."""
WRITES = 0.6
"""How often one of them writes words where words are asked."""

LANGUAGES = {"en": 6, "uk": 5, "ar": 4}
"""How many of every fifteen speak which language."""
RATING = {"very_good": 3, "good": 6, "ok": 3, "bad": 2, "very_bad": 1}
FREQUENCY = (
    {"yes": 6, "sometimes": 5, "no": 1},
    {"yes": 9, "sometimes": 2, "no": 1},
    {"yes": 3, "sometimes": 4, "no": 5},
    {"yes": 1, "sometimes": 3, "no": 8},
)
"""What they incline to, question after question that asks for yes, sometimes or no."""
NEEDS = {
    "home": 8,
    "health": 7,
    "legal": 6,
    "language": 5,
    "plans": 4,
    "school": 3,
    "kind": 2,
    "money": 2,
}
WORDS = {
    "en": (
        (
            "The staff are kind and they listen.",
            "My room is quiet. I can sleep.",
            "The language class on the ground floor.",
        ),
        (
            "I wait too long for the doctor.",
            "Nobody tells us why a rule changes.",
            "Help with my papers takes too long.",
        ),
    ),
    "uk": (
        (
            "Персонал добрий та уважний.",
            "Тихо, є своя кімната.",
            "Мовні курси мають залишитися.",
        ),
        (
            "Дуже довго чекати на лікаря.",
            "Потрібна допомога з документами.",
            "Перекладач буває тільки раз на тиждень.",
        ),
    ),
    "ar": (
        (
            "العاملون لطفاء ويستمعون.",
            "المكان هادئ والغرفة نظيفة.",
            "دروس اللغة جيدة.",
        ),
        (
            "الانتظار طويل عند الطبيب.",
            "أحتاج إلى مترجم في كل موعد.",
            "المساعدة في الأوراق بطيئة.",
        ),
    ),
}
"""By language: what is good here, and what should change."""
WAYS = ("go_on", "yes", "send", "no_thanks", "ok", "keep")
"""What they tap where nothing is asked, first what comes first."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the crowd: a language, needs, two texts ("" for none), and dice."""

    language: str
    needs: tuple[str, ...]
    words: tuple[str, str]
    dice: Random


def dice_of(seed: int) -> Random:
    """Return dice that fall the same way for the same seed."""
    return Random(seed)  # noqa: S311 (they play people; nothing is sealed with them)


def crowd(count: int, dice: Random) -> tuple[Person, ...]:
    """Return `count` people in random order, the same for the same dice."""
    spoken = [code for code, share in LANGUAGES.items() for _ in range(share)]
    languages = [spoken[i % len(spoken)] for i in range(count)]
    dice.shuffle(languages)
    return tuple(_person(language, dice) for language in languages)


def _person(language: str, dice: Random) -> Person:
    keep, change = (_text(texts, dice) for texts in WORDS[language])
    needs = dict.fromkeys(_one(NEEDS, dice) for _ in range(3))
    return Person(language, tuple(needs), (keep, change), dice_of(dice.getrandbits(64)))


def _text(texts: Sequence[str], dice: Random) -> str:
    return dice.choice(texts) if dice.random() < WRITES else ""


def _one(weights: dict[str, int], dice: Random) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]


def offered(card: Message) -> dict[str, str]:
    """Return what the card's buttons mean, each with what it carries."""
    taps = (tap for row in card.rows for tap in row)
    carried = [tap[1] for tap in taps if not isinstance(tap, Copy)]
    return {data.partition(".")[2]: data for data in carried}


@dataclass(slots=True)
class Visitor:
    """One person with a phone in hand, on the way from a poster to “what next”."""

    hand: Hand
    person: Person
    _tapped: set[str] = field(default_factory=set)
    _yes_or_no: int = 0
    _written: int = 0

    async def answer(self, code: str) -> None:
        """Open the poster's link and go on until nothing is asked any more."""
        await self.hand.start(code, self.person.language)
        phone = self.hand.phones[self.hand.person]
        for _ in range(MOST_TAPS):
            card = phone.card()
            if card is None or not await self._move(card):
                return

    async def _move(self, card: Message) -> bool:
        """Do the next thing; False if there is nothing left to do."""
        choices = offered(card)
        if "write" in choices and (text := self._next_words()):
            await self.hand.write(text)
            return True
        choice = self._choice(choices)
        if choice is not None:
            await self.hand.tap(card.id, choices[choice])
        return choice is not None

    def _next_words(self) -> str:
        text = self.person.words[self._written % 2]
        self._written += 1
        return text

    def _choice(self, choices: dict[str, str]) -> str | None:
        """Return what to tap on this card."""
        if f"say:{self.person.language}" in choices:
            return f"say:{self.person.language}"
        picks = [c.removeprefix(PICK) for c in choices if c.startswith(PICK)]
        if picks and {"more", "done"} & choices.keys():
            return self._need(picks, choices)
        if picks and self.person.dice.random() >= SKIPS:
            return PICK + self._pick(picks)
        return next((way for way in (*WAYS, "skip") if way in choices), None)

    def _need(self, picks: list[str], choices: dict[str, str]) -> str:
        """Tap the needs that stand here, then turn the page or be done."""
        for need in self.person.needs:
            if need in picks and need not in self._tapped:
                self._tapped.add(need)
                return PICK + need
        return "more" if "more" in choices else "done"

    def _pick(self, picks: list[str]) -> str:
        weights = dict.fromkeys(picks, 1)
        if set(picks) == RATING.keys():
            weights = RATING
        elif set(picks) == FREQUENCY[0].keys():
            weights = FREQUENCY[self._yes_or_no % len(FREQUENCY)]
            self._yes_or_no += 1
        return _one(weights, self.person.dice)
