"""A digest in words: the same for the same table, and nothing but its bands."""

import csv
import io
import json
import re
from dataclasses import dataclass, replace

import pytest
from released import DEPLOYMENT, FORMS, WORDS

from bot.deployment import NETWORK
from bot.questions import Choice, Form, Kind, Question
from bot.reports.digest import Beside, digest_text, refusal
from bot.reports.files import table_csv, table_json
from bot.reports.fitting import shortened
from bot.reports.names import number
from bot.reports.table import table
from bot.themes.gathering import THEMES, Band, Digest, Fact, facts
from bot.words.phrases import Own
from bot.words.writing import MESSAGE

MOST = {(THEMES, "need:A1"), (THEMES, "need:other"), ("Q1", "high"), ("Q2", "yes")}
SOME = {(THEMES, "change:D1"), ("Q1", "low")}


def band(fact: Fact) -> Band:
    """Return the band of a fact of the sample digest."""
    if fact in MOST:
        return Band.MOST
    return Band.SOME if fact in SOME else Band.FEW


DIGEST = Digest(
    batch="3f9a21c0" + "0" * 24,
    pool="blue-house",
    leaf="",
    months=("2026-03", "2026-05"),
    size_band="10-19",
    forms=(("default", 1),),
    epsilon=16,
    codebook=1,
    table=tuple((fact, band(fact)) for fact in facts(FORMS)),
)


def said(digest: Digest = DIGEST, language: str = "en") -> str:
    """Return a digest as a message."""
    return digest_text(digest, WORDS, language, DEPLOYMENT)


def cells(text: str) -> list[list[str]]:
    """Return a CSV's rows."""
    return list(csv.reader(io.StringIO(text)))


def test_the_whole_message_stands_as_it_is_read() -> None:
    """Head, size, worth of bands, questions, themes, small print, in this order."""
    assert said() == (
        "📋 Blue House, March 2026 to May 2026\n"
        "Digest 3F9A-21C0\n"
        "Told by 10-19 people. These are people who chose to answer; not everyone.\n\n"
        "Few: up to a third, perhaps nobody. Most: two thirds or more. Some: in"
        " between. About 3 in 30 facts are one step off, so decide on two digests or on"
        " one conversation.\n\n"
        "The questions\n"
        "▫️ Overall\n"
        "🙂 Good: most; 😐 OK: few; 🙁 Bad: some\n"
        "▫️ Safe\n"
        "✅ Yes: most; ↔️ Sometimes: few; ❌ No: few\n"
        "▫️ Staff listen, respect\n"
        "✅ Yes: few; ↔️ Sometimes: few; ❌ No: few\n"
        "▫️ Language you know\n"
        "✅ Yes: few; ↔️ Sometimes: few; ❌ No: few\n"
        "\nNothing stood out, or many people skipped it\n"
        "• Staff listen, respect\n"
        "• Language you know\n"
        "• Asked before changes\n\n"
        "Most people named\n"
        "• need: a safe and suitable home\n"
        "• need: something else\n\n"
        "Some people named\n"
        "• change: food\n\n"
        "All other themes were named by few people, or by nobody.\n\n"
        "Who has a say\n"
        "▫️ Asked before changes\n"
        "✅ Yes: few; ↔️ Sometimes: few; ❌ No: few\n\n"
        "Each answer was mixed in once, and every count was blurred before it became a"
        " word (epsilon 16 a form; questions default 1; codebook 1). There are no"
        " names or days in it, nor anybody’s own words unless that person agreed to it,"
        " and it never changes."
    )


@pytest.mark.parametrize("language", ["en", "uk", "ar"])
def test_a_second_pull_has_the_same_bytes(language: str) -> None:
    """The same digest in the same words is byte for byte the same, in every form."""
    copy = Digest.from_bytes(DIGEST.to_bytes())
    for write in (table_csv, table_json):
        first, second = (
            write(table([d], WORDS, language, DEPLOYMENT)) for d in (DIGEST, copy)
        )
        assert first == second
    assert said(DIGEST, language) == said(copy, language)


@pytest.mark.parametrize("language", ["en", "uk", "ar"])
@pytest.mark.parametrize("fullest", [Band.FEW, Band.SOME, Band.MOST])
def test_the_fullest_digest_fits_one_message(language: str, fullest: Band) -> None:
    """With every theme told, the message stays under Telegram's limit, whole."""
    table = tuple((fact, fullest) for fact in facts(FORMS))
    text = said(replace(DIGEST, table=table, leaf="uk"), language)
    assert len(text.encode("utf-16-le")) // 2 < MESSAGE
    assert not text.endswith("…")


def moved(digest: Digest, **bands: Band) -> Digest:
    """Return a digest with other bands for answers to the second question."""
    wanted = {("Q2", told): found for told, found in bands.items()}
    table = tuple((fact, wanted.get(fact, found)) for fact, found in digest.table)
    return replace(digest, table=table)


def test_the_digest_before_stands_beside_what_moved() -> None:
    """A band that was another one stands in brackets, and a line says what they are."""
    before = moved(DIGEST, yes=Band.SOME)
    text = digest_text(DIGEST, WORDS, "en", DEPLOYMENT, beside=Beside(before=(before,)))
    assert "✅ Yes: most (some); ↔️ Sometimes: few; ❌ No: few" in text
    assert text.count("(") == 2  # and the small print's
    assert "In brackets: the digest before" in text
    assert "Changed" not in text


def test_a_change_is_named_when_it_stayed_for_two_digests() -> None:
    """Some, most, most is a change; most, some, most is none, nor is one step back."""
    low, high = moved(DIGEST, yes=Band.SOME), DIGEST

    def text(*before: Digest) -> str:
        beside = Beside(before=before)
        return digest_text(high, WORDS, "en", DEPLOYMENT, beside=beside)

    line = "Changed, and stayed so in two digests\n• Safe, ✅ Yes: some, now most"
    assert line in text(low, high)
    assert line in text(high, low, high)
    for unchanged in ((high, low), (high, high), (high,), (low, low)):
        assert "Changed" not in text(*unchanged)


@dataclass(frozen=True)
class Tried:
    """Help as an adviser approved it."""

    tried: tuple[str, ...] = ("A plan on one page.", "A list of rooms.", "A flat.")
    ask: str = "What does a good home have?"


def test_help_stands_under_the_first_themes_only() -> None:
    """Three things that homes tried and a question; none under what is to stay."""
    digest = replace(
        DIGEST,
        table=tuple(
            ((THEMES, entry), Band.MOST)
            for entry in ("keep:A4", "need:A1", "change:A1", "change:D1", "change:D2")
        ),
    )
    beside = Beside(helps=lambda code, language: Tried(ask=f"{code} {language}?"))
    text = digest_text(digest, WORDS, "en", DEPLOYMENT, beside=beside)
    assert (
        "• need: a safe and suitable home\n"
        "– Tried in other homes:\n"
        "◦ A plan on one page.\n◦ A list of rooms.\n◦ A flat.\n"
        "– To ask at a house meeting: A1 en?\n"
        "• change: a safe and suitable home\n"
    ) in text
    assert re.findall(r"(\w+) en\?", text) == ["A1", "D1"]


def test_what_matters_least_gives_way_first() -> None:
    """A full digest loses its help before a reader's words, and never a band."""
    table = tuple((fact, Band.SOME) for fact in facts(FORMS))
    entry = "change:D1"
    beside = Beside(
        paraphrases=((entry, "w" * 600),),
        helps=lambda _code, _language: Tried(tried=("t" * 400,) * 3),
    )
    full = replace(DIGEST, table=table)
    text = digest_text(full, WORDS, "en", DEPLOYMENT, beside=beside)
    assert len(text.encode("utf-16-le")) // 2 < MESSAGE
    assert "w" * 600 in text
    assert "t" * 400 not in text
    assert digest_text(full, WORDS, "en", DEPLOYMENT)[-200:] == text[-200:]


def test_months_are_named_in_the_readers_language() -> None:
    """A digest names months, in words of the language, and no day."""
    heads = [said(DIGEST, code).splitlines()[0] for code in ("uk", "ar")]
    assert "березень 2026 – травень 2026" in heads[0]
    assert "مارس 2026" in heads[1]


def test_one_month_is_named_once() -> None:
    """A batch of one month does not say from March to March."""
    text = said(replace(DIGEST, months=("2026-03", "2026-03")))
    assert text.startswith("📋 Blue House, March 2026\n")


@pytest.mark.parametrize(
    ("pool", "name"),
    [
        (NETWORK, "All programmes"),
        ("family:homes", "Family of programmes: homes"),
        ("gone", "gone"),
    ],
)
def test_every_pool_has_a_name(pool: str, name: str) -> None:
    """A family and the network are named as what they are, a lost service by its id."""
    assert said(replace(DIGEST, pool=pool)).startswith(f"📋 {name}, ")


def test_a_language_leaf_says_so() -> None:
    """Answers of one language alone are told as such, by the language's own name."""
    assert "Only answers in this language: українська." in said(
        replace(DIGEST, leaf="uk")
    )


def test_still_the_latest_says_so_and_changes_nothing_else() -> None:
    """When nothing new closed, the last digest comes again with one line more."""
    text = digest_text(DIGEST, WORDS, "en", DEPLOYMENT, still_latest=True)
    line = "This is still the latest.\n"
    assert line in text
    assert said() == text.replace(line, "")


def test_the_number_comes_from_the_batch_alone() -> None:
    """A digest that is sent twice is seen to be one; another one is not."""
    other = replace(DIGEST, batch="00000001" + "0" * 24)
    assert (number(DIGEST), number(other)) == ("3F9A-21C0", "0000-0001")


def test_no_count_of_people_is_in_any_format() -> None:
    """No percentage and no number of people but the size band is told."""
    written = (said(), table_csv(table([DIGEST], WORDS, "en", DEPLOYMENT)))
    assert not any(re.search(r"\d+ ?%|\b\d+ (people|answers)", w) for w in written[1:])
    assert re.findall(r"\b[\d-]+ people", written[0]) == ["10-19 people"]


def test_a_question_that_no_form_asks_any_more_keeps_its_id() -> None:
    """A digest outlives its form: what has no words left is told by its code."""
    digest = replace(
        DIGEST, table=((("Z9", "yes"), Band.MOST), ((THEMES, "need:ZZ"), Band.SOME))
    )
    text = said(digest)
    assert "▫️ Z9\nyes: most" in text
    assert "• need: ZZ" in text


def test_a_forms_own_words_are_told() -> None:
    """A programme's own question, choice and need stand in its own words."""
    two = tuple(
        Choice(id_, Own((("en", f"Own {id_}"),)), id_) for id_ in ("tea", "bread")
    )
    asked = (
        Question("A", Kind.ONE, Own((("en", "Own question"),)), two),
        Question("B", Kind.SEVERAL, Own((("en", "Own needs"),)), two, 2),
    )
    form = Form("own", 3, asked)
    deployment = replace(DEPLOYMENT, forms=(*FORMS, form))
    table = tuple((fact, Band.SOME) for fact in facts([form]))
    digest = replace(DIGEST, forms=(("own", 3),), table=table)
    text = digest_text(digest, WORDS, "en", deployment)
    assert "▫️ Own question\nOwn tea: some\nOwn bread: some" in text
    assert "• need: Own tea\n• need: Own bread" in text


def test_the_refusal_is_one_sentence() -> None:
    """Where nothing is released, the answer is constant in each language."""
    found = [refusal(WORDS, code) for code in ("en", "uk")]
    assert found == ["Not enough different people yet.", "Ще замало різних людей."]


def test_csv_has_names_then_hxl_tags_then_every_fact() -> None:
    """The second row holds the tags of `digests.md`; nothing is left out."""
    rows = cells(table_csv(table([DIGEST], WORDS, "en", DEPLOYMENT)))
    assert " ".join(rows[1]) == (
        "#date+start #date+end #activity+programme+code #service+type #x_leaf+code"
        " #indicator+type #indicator+theme+code #indicator+theme+name #x_band"
        " #x_sizeband #status+name"
    )
    assert len(DIGEST.table) == len(rows) - 2
    assert rows[2] == [
        *("2026-03-01", "2026-05-31", "blue-house", "programme", "", "question"),
        *("Q1:high", "Overall: 🙂 Good", "most", "10-19", "released"),
    ]


def test_no_cell_begins_like_a_formula() -> None:
    """Words that a spreadsheet would run are kept from it."""
    evil = Own((("en", "=1+1"),))
    choice = Choice("evil", evil, "evil")
    form = Form("own", 1, (Question("B", Kind.SEVERAL, evil, (choice, choice), 2),))
    deployment = replace(DEPLOYMENT, forms=(form,))
    digest = replace(
        DIGEST, forms=(("own", 1),), table=(((THEMES, "need:evil"), Band.SOME),)
    )
    for start in ("=1+1", "+1", "-1", "@x", "\tx", "\rx"):
        named = replace(digest, pool=start)
        rows = cells(table_csv(table([named], WORDS, "en", deployment)))
        assert rows[2][2] == f"'{start}"
        assert rows[2][7] == "'=1+1"


def test_json_holds_the_same_facts() -> None:
    """JSON names each fact by code, label and band, and the digest by its number."""
    (one,) = json.loads(table_json(table([DIGEST], WORDS, "uk", DEPLOYMENT)))["digests"]
    assert (one["number"], one["epsilon"], one["people"]) == ("3F9A-21C0", 16, "10-19")
    assert {
        "indicator": "change",
        "code": "D1",
        "name": "їжа",
        "band": "some",
    } in one["facts"]


def test_a_message_that_is_too_long_loses_whole_lines() -> None:
    """Whatever words a deployment brings, a message is sent, cut between lines."""
    text = shortened("😀" * 100 + "\n" + "a" * 3000 + "\n" + "b" * 3000)
    assert text == "😀" * 100 + "\n" + "a" * 3000 + "\n…"
