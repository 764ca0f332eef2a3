"""What is lent to a deployment so that every wording of it can be looked at.

Rule: whatever a deployment has is shown as it is; only what it lacks is lent, and what
is lent says that it is a sample. Nothing of this is ever shown to who answers.
"""

import enum
from dataclasses import replace

from bot.conversation.helplines import child_line, lines_of
from bot.deployment import NETWORK, Country, Deployment, Helpline, Programme
from bot.questions import Direction, Form, Kind, Question
from bot.words.phrases import Msg, Own


class Sample(enum.Enum):
    """Which values stand in for a deployment's own names in a preview."""

    SHORT = "short"
    LONG = "long"
    RIGHT_TO_LEFT = "right to left"


_LAND = Own((("en", "Another country"), ("uk", "Інша країна"), ("ar", "بلد آخر")))
_SERVICE = Own((("en", "Blue House"), ("uk", "Синій дім"), ("ar", "البيت الأزرق")))
_LINE = Helpline(
    "xx",
    "women",
    Own(
        (
            ("en", "Sample helpline (not real)"),
            ("uk", "Лінія-зразок (не справжня)"),
            ("ar", "خط للتجربة (غير حقيقي)"),
        )
    ),
    "0000 000 001",
    sample=True,
)
_FREE = Question("Q6", Kind.FREE, Msg("Q6"), direction=Direction.KEEP)
_FOREIGN = (("en", "Is it quiet here at night?"), ("fr", "Est-ce calme la nuit ?"))


def whole(deployment: Deployment, language: str) -> Deployment:
    """Lend what is lacking: the language, a country, two lines, two services."""
    land, *others = deployment.countries
    languages, services = deployment.languages, deployment.offered()
    lent = (Programme(f"sample-{n}", _SERVICE) for n in range(2 - len(services)))
    return replace(
        deployment,
        languages=languages if language in languages else (*languages, language),
        countries=(_lined(land), *(others or (Country("xx", _LAND, "0000", ()),))),
        programmes=(*services, *lent),
    )


def _lined(country: Country) -> Country:
    """Lend a country a line for adults, and one for children, if it has none."""
    others, _ = lines_of(country)
    lent = (
        *(() if others else (_LINE,)),
        *(() if child_line(country) else (replace(_LINE, kind="child"),)),
    )
    return replace(country, helplines=(*country.helplines, *lent))


def policed(deployment: Deployment) -> Deployment:
    """Lend the first country a line of the police, if it has none."""
    land, *others = deployment.countries
    if lines_of(land)[1]:
        return deployment
    lines = (replace(_LINE, is_police=True), *land.helplines)
    return replace(deployment, countries=(replace(land, helplines=lines), *others))


def silent(deployment: Deployment) -> Deployment:
    """Take every line away, as after half a year without a check."""
    bare = tuple(replace(country, helplines=()) for country in deployment.countries)
    return replace(deployment, countries=bare)


def in_use(deployment: Deployment) -> tuple[Form, ...]:
    """Return the default form and those of open services."""
    used = {"default", *(p.form for p in deployment.offered())}
    return tuple(form for form in deployment.forms if form.name in used)


def pool_of(deployment: Deployment, form: Form) -> str:
    """Return a pool that is asked by a form in use."""
    named = (p.id for p in deployment.offered() if p.form == form.name)
    return next(named, NETWORK)


def in_words(deployment: Deployment) -> tuple[Deployment, str, int]:
    """Return where words are asked for: a pool, a place; lend that where nobody asks.

    Where who opens answers works in the service, no form asks for words.
    """
    for form in in_use(deployment):
        for place, question in enumerate(form.questions):
            if question.kind is Kind.FREE:
                return deployment, pool_of(deployment, form), place
    form = deployment.form_of(NETWORK)
    asks = replace(form, questions=(*form.questions[:-1], _FREE))
    return _asking(deployment, asks), pool_of(deployment, form), len(form.questions) - 1


def elsewhere(deployment: Deployment, language: str) -> Deployment:
    """Let the default form ask in another language than this one."""
    form = deployment.form_of(NETWORK)
    words = Own(tuple(text for text in _FOREIGN if text[0] != language)[:1])
    first = replace(form.questions[0], words=words)
    return _asking(deployment, replace(form, questions=(first, *form.questions[1:])))


def _asking(deployment: Deployment, form: Form) -> Deployment:
    forms = tuple(form if f.name == form.name else f for f in deployment.forms)
    return replace(deployment, forms=forms)


_NAMES = {
    Sample.SHORT: ("en", "Ayo", "a@b.eu", "DPA", "Ann", "Hub", "Line"),
    Sample.LONG: (
        "en",
        "The Association for Support and Advice of the Northern Lakes and Valleys",
        "the front desk of our house, 1 to 5 in the afternoon, desk@house.example",
        "the Commissioner for Data Protection and Freedom of Information",
        "Three people of the Association for Support of the Northern Lakes",
        "The Wednesday and Friday Evening Meeting House by the Old Market",
        "The Helpline of the Federation of Women of the Northern Lakes and Valleys",
    ),
    Sample.RIGHT_TO_LEFT: (
        "ar",
        "جمعية المرفأ",
        "desk@house.example، مكتب الاستقبال",
        "هيئة حماية البيانات",
        "شخصان في جمعية المرفأ",
        "البيت الأزرق",
        "خط المساندة",
    ),
}
"""A language, organisation, contact, authority, reader, service, helpline."""


def sampled(deployment: Deployment, kind: Sample) -> Deployment:
    """Put sample names in the place of a deployment's own."""
    code, organisation, contact, authority, reader, service, line = _NAMES[kind]

    def own(before: Own, text: str) -> Own:
        return replace(before, texts=((code, text),))

    def renamed(country: Country) -> Country:
        named = tuple(
            replace(h, name=own(h.name, line) if isinstance(h.name, Own) else line)
            for h in country.helplines
        )
        return replace(country, helplines=named)

    return replace(
        deployment,
        organisation=organisation,
        contact=contact,
        authority=authority,
        reader=own(deployment.reader, reader),
        programmes=tuple(
            replace(p, name=own(p.name, service)) for p in deployment.programmes
        ),
        countries=tuple(map(renamed, deployment.countries)),
    )
