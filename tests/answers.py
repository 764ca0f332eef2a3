"""Answers as the vault meets them: made up, seeded, sealed for a round of their own."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from bot.deployment import Deployment, Programme
from bot.flows.gather import RoundKey
from bot.questions import Form, Kind, Question, read_forms
from bot.responses import Answer, Response
from bot.settings import CHECKOUT
from bot.store.records import Round, SealedRow
from bot.vault import keys
from bot.vault.sealing import Sealer, key_id
from bot.weeks import Week
from bot.words.phrases import Own

DEFAULT = next(f for f in read_forms(CHECKOUT / "locales/forms") if f.name == "default")
PEPPER = b"pepper01"
TEXTS = {
    "en": ("the rooms are cold at night", "the food is warm and good"),
    "uk": ("кімната дуже холодна", "страви смачні та теплі"),
    "ar": ("الغرفة باردة جدا في الليل", "الطعام هنا جيد ودافئ"),
}


def seeded(number: int) -> Random:
    """Return dice that always fall in the same way."""
    return Random(number)  # noqa: S311 (made-up answers, no secrets)


def programme(id_: str, family: str = "", people: int = 60) -> Programme:
    """Return a programme by its id."""
    return Programme(id_, Own((("en", id_),)), family, expected_people=people)


def deployment(*programmes: Programme, k: int = 10) -> Deployment:
    """Return a deployment of these programmes that asks the default form."""
    return Deployment(
        organisation="",
        contact="",
        authority="",
        reader=Own(()),
        k=k,
        retention_weeks=29,
        receipt_minutes=10,
        languages=("en", "uk", "ar"),
        drafts=frozenset(),
        countries=(),
        programmes=programmes,
        codes=(),
        forms=(DEFAULT,),
        fingerprint="",
    )


def answered(dice: Random, form: Form, language: str) -> tuple[Answer, ...]:
    """Answer each question of a form by chance: most taps, two texts in five."""
    return tuple(
        _answer(dice, question, language)
        for question in form.questions
        if dice.random() < (0.4 if question.kind is Kind.FREE else 0.8)
    )


def _answer(dice: Random, question: Question, language: str) -> Answer:
    if question.kind is Kind.FREE:
        return Answer(question.id, text=dice.choice(TEXTS[language]))
    chosen = dice.sample(question.choices, dice.randint(1, question.most))
    return Answer(question.id, tuple(choice.id for choice in chosen))


def response(
    dice: Random,
    voice: bytes,
    pool: str = "house",
    *,
    sent: int = 100,
    language: str = "en",
) -> Response:
    """Return a made-up response of a voice, ready in the week after it was sent."""
    return Response(
        answer_id=dice.randbytes(16),
        voice=voice,
        pepper=PEPPER,
        pool=pool,
        language=language,
        form=DEFAULT.name,
        form_version=DEFAULT.version,
        sent_week=Week(sent),
        ready_week=Week(sent + 1),
        answers=answered(dice, DEFAULT, language),
    )


class DyingCoder:
    """Ends the process that it runs in, as a lack of memory would."""

    def code(self, texts: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Die at the first text."""
        os._exit(len(texts) + 1)


@dataclass(frozen=True)
class Vault:
    """A round, its key, and what seals for it."""

    seed: bytes
    opens: int = 95
    weeks: int = 26

    @cached_property
    def key(self) -> RoundKey:
        """Return the round with its key."""
        public = keys.public_half(self.seed)
        closes = Week(self.opens + self.weeks)
        round_id = key_id(public).hex()
        round_ = Round(round_id, public, PEPPER, Week(self.opens), closes)
        return RoundKey(round_, self.seed)

    @cached_property
    def sealer(self) -> Sealer:
        """Return what seals for this round."""
        return Sealer(self.key.round.public_key, self.key.round.id)

    def rows(self, dice: Random, responses: Sequence[Response]) -> list[SealedRow]:
        """Seal responses into rows with drawn ids."""
        return [
            SealedRow(
                dice.getrandbits(63),
                self.key.round.id,
                dice.randbytes(16),
                self.sealer.seal(one),
            )
            for one in responses
        ]


def crowd(
    dice: Random, people: int, pool: str = "house", *, sent: int = 100
) -> list[Response]:
    """Return one answer each of different people, in the deployment's languages."""
    return [
        response(
            dice, dice.randbytes(16), pool, sent=sent, language=dice.choice([*TEXTS])
        )
        for _ in range(people)
    ]


def said(one: Response, question: str, *choices: str) -> Response:
    """Return a response with this answer to a question in place of its own."""
    others = (answer for answer in one.answers if answer.question != question)
    return replace(one, answers=(*others, Answer(question, choices)))
