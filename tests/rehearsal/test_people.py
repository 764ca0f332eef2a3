"""The crowd: seeded, in three languages, and it answers by tapping real cards."""

import pytest

from bot.conversation.events import Started, Tapped, Wrote
from bot.flows.doors import Arrival, Outgoing
from bot.rehearsal.door import Phones
from bot.rehearsal.hand import Hand, Updates
from bot.rehearsal.people import LANGUAGES, Person, Visitor, crowd, dice_of, offered

PERSON = 7_000_000_001


class Paper:
    """A talk on paper: one card after another, whatever is done."""

    def __init__(self, *cards: tuple[str, ...]) -> None:
        self.phones = Phones(lambda: 1000.0)
        self.cards = list(cards)
        self.done: list[str] = []

    async def receive(self, arrival: Arrival) -> None:
        """Write down what was done, and show the next card."""
        match arrival.event:
            case Started(code=code, guess=guess):
                self.done.append(f"start {code} {guess}")
            case Tapped(choice=choice):
                self.done.append(choice)
            case Wrote(text=text):
                self.done.append(f"“{text}”")
            case _:
                pass
        if self.cards:
            choices = self.cards.pop(0)
            rows = tuple(((choice, f"1.{choice}"),) for choice in choices)
            await self.phones.send(arrival.chat, Outgoing("", rows))

    async def answered_by(self, person: Person) -> list[str]:
        """Return what the person does."""
        hand = Hand(PERSON, self.phones, Updates(), self.receive)
        await Visitor(hand, person).answer("poster")
        return self.done


def _person(needs: tuple[str, ...] = (), words: tuple[str, str] = ("", "")) -> Person:
    return Person("uk", needs, words, dice_of(1))


def test_the_same_dice_give_the_same_crowd() -> None:
    """A rehearsal can be repeated: seeded people want the same things again."""
    first, again = crowd(15, dice_of(3)), crowd(15, dice_of(3))

    assert [(p.language, p.needs, p.words) for p in first] == [
        (p.language, p.needs, p.words) for p in again
    ]


def test_fifteen_people_speak_all_languages() -> None:
    """Every fifteen hold the same share of each language, in an order of their own."""
    spoken = [person.language for person in crowd(15, dice_of(3))]

    assert {code: spoken.count(code) for code in set(spoken)} == LANGUAGES
    assert spoken != [code for code, share in LANGUAGES.items() for _ in range(share)]


async def test_a_person_takes_her_own_language_and_goes_on() -> None:
    """From the poster the way leads through language, safety and consent."""
    paper = Paper(
        ("say:en", "say:uk"),
        ("yes", "not_now", "danger"),
        ("yes", "under_18", "no"),
        ("clear",),
    )

    done = await paper.answered_by(_person())

    assert done == ["start poster uk", "say:uk", "yes", "yes"]


async def test_needs_are_tapped_on_both_cards() -> None:
    """Needs are looked for on the first card, then on the second, then it is done."""
    first = ("pick:home", "pick:kind", "more", "skip")
    second = ("pick:legal", "pick:other", "back", "done")
    paper = Paper(first, first, second, second, ("clear",))

    done = await paper.answered_by(_person(needs=("home", "legal")))

    assert done[1:] == ["pick:home", "more", "pick:legal", "done"]


async def test_words_are_written_or_the_question_is_skipped() -> None:
    """Who has something to say writes it and goes on; who has not, skips."""
    paper = Paper(("write", "skip"), ("go_on", "again"), ("write", "skip"), ("clear",))

    done = await paper.answered_by(_person(words=("Тихо.", "")))

    assert done[1:] == ["“Тихо.”", "go_on", "skip"]


async def test_a_person_stops_where_nothing_is_asked() -> None:
    """A card that only offers to clear the screen ends the visit."""
    paper = Paper(("clear", "stop"), ("yes",))

    assert await paper.answered_by(_person()) == ["start poster uk"]


@pytest.mark.parametrize("seed", range(5))
async def test_every_question_gets_one_of_its_answers(seed: int) -> None:
    """Whatever the dice say, what is tapped stands on the card."""
    card = ("pick:yes", "pick:sometimes", "pick:no", "skip")
    paper = Paper(*([card] * 4), ("clear",))
    person = Person("en", (), ("", ""), dice_of(seed))

    done = await paper.answered_by(person)

    assert len(done) == 5
    assert set(done[1:]) <= set(card)


async def test_offered_reads_choices_without_the_cards_number() -> None:
    """A button's choice is what follows the card's number, dots included."""
    phones = Phones(lambda: 0.0)
    await phones.send(PERSON, Outgoing("", ((("a", "12.pick:x.y"),),)))
    card = phones[PERSON].card()

    assert card is not None
    assert offered(card) == {"pick:x.y": "12.pick:x.y"}
