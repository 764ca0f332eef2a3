"""What an app calls its language leads to that language of the list, or to none."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import CHECKOUT
from bot.words.languages import Language, State, guessed, read_languages
from bot.words.tags import MEANT

LISTED = read_languages(CHECKOUT / "locales" / "languages.toml")
LIVE = tuple(msgspec.structs.replace(x, state=State.DRAFT) for x in LISTED)
"""Every language of the list, as if each had its texts."""
OTHERS = {"he": "Hebr", "id": "Latn", "ku": "Latn", "rom": "Latn", "sr_Latn": "Latn"}

TAGS = [
    ("prs", "fa_AF"),
    ("prs-AF", "fa_AF"),
    ("fa-AF", "fa_AF"),
    ("fa_AF", "fa_AF"),
    ("fa-Arab-AF", "fa_AF"),
    ("fa", "fa"),
    ("fa-IR", "fa"),
    ("pes", "fa"),
    ("mo", "ro"),
    ("ro-MD", "ro"),
    ("tl", "fil"),
    ("tl-PH", "fil"),
    ("als", "sq"),
    ("sq-XK", "sq"),
    ("zh", "zh_Hans"),
    ("zh-hans", "zh_Hans"),
    ("zh-Hans-HK", "zh_Hans"),
    ("zh-CN", "zh_Hans"),
    ("zh-SG", "zh_Hans"),
    ("cmn", "zh_Hans"),
    ("zh-TW", ""),
    ("zh-HK", ""),
    ("zh-MO", ""),
    ("zh-Hant", ""),
    ("zh-Hant-TW", ""),
    ("zh-yue", ""),
    ("yue", ""),
    ("pt-BR", "pt"),
    ("pt-PT", "pt"),
    ("sr-Cyrl-RS", "sr"),
    ("sr-RS", "sr"),
    ("sr-Latn", ""),
    ("sr-Latn-RS", ""),
    ("sh", ""),
    ("cnr", ""),
    ("uz-Latn-UZ", "uz"),
    ("uz-Cyrl", ""),
    ("kmr", ""),
    ("ckb", ""),
    ("iw", ""),
    ("in", ""),
    ("ji", ""),
    ("rmy", ""),
    ("uk-UA", "uk"),
    ("AR_eg", "ar"),
    ("en-GB-oxendict", "en"),
    ("de-1996", ""),
    ("ukr", ""),
    ("tlh", ""),
    ("-", ""),
    ("", ""),
]


@pytest.mark.parametrize(("tag", "code"), TAGS)
def test_a_tag_means_its_language_or_none(tag: str, code: str) -> None:
    """Old codes, forms and countries lead home; no tag leads to a neighbour."""
    assert code == guessed(tag, LIVE)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("iw", "he"),
        ("in", "id"),
        ("kmr", "ku"),
        ("rmy", "rom"),
        ("sh", "sr_Latn"),
        ("cnr-ME", "sr_Latn"),
        ("sr-Latn", "sr_Latn"),
        ("sr", "sr"),
    ],
)
def test_a_language_that_joins_the_list_is_found_by_its_other_tags(
    tag: str, code: str
) -> None:
    """Adding a language needs no line for the tags that are known anyway."""
    joined = tuple(
        msgspec.structs.replace(LIVE[0], code=other, script=script)
        for other, script in OTHERS.items()
    )
    assert code == guessed(tag, LIVE + joined)


def test_a_deployment_may_choose_what_the_table_does_not() -> None:
    """An alias in the list is somebody's choice, and goes before the table."""
    chosen = tuple(
        msgspec.structs.replace(x, aliases=("cnr", "zh-TW")) if x.code == "sr" else x
        for x in LIVE
    )
    assert [guessed(tag, chosen) for tag in ("cnr", "zh-TW", "zh")] == [
        "sr",
        "sr",
        "zh_Hans",
    ]


def test_a_planned_language_is_no_guess() -> None:
    """A language without texts is offered to nobody."""
    planned = msgspec.structs.replace(LIVE[0], code="tlh", state=State.PLANNED)
    assert not guessed("tlh", (LIVE[0], planned))


@pytest.mark.parametrize("tag", MEANT)
def test_the_table_leads_no_tag_to_another_script(tag: str) -> None:
    """What a row means is a code of the list or of none, and no row leads in rings."""
    assert MEANT[tag] not in MEANT
    found = guessed(tag, LIVE)
    assert found in {"", *(x.code for x in LIVE if _spelling(x) == MEANT[tag])}


def _spelling(language: Language) -> str:
    return language.code.casefold().replace("_", "-")


@given(st.text(), st.sampled_from(LIVE))
def test_whatever_an_app_calls_itself_is_answered(tag: str, language: Language) -> None:
    """Any tag leads to a live language or to none, and each code to itself."""
    assert guessed(tag, LIVE) in {"", *(x.code for x in LIVE)}
    assert guessed(language.code, LIVE) == language.code
    assert guessed(f"{_spelling(language)}-x-{tag}", LIVE) == language.code


def test_every_chain_that_crosses_to_another_language_is_written_here() -> None:
    """Only Dari has one, to Persian: the same script, read by the same people."""
    chains = {x.code: x.fallback for x in LISTED if x.fallback}
    scripts = {x.code: x.script for x in LISTED}
    assert chains == {"fa_AF": ("fa",)}
    assert all(scripts[x] == scripts[y] for x, chain in chains.items() for y in chain)
