"""Which language of the list a tag of an app means, or none.

A phone names a language by an old code, a code of another list, a code for one of its
forms, or with a country behind it. Rule: a tag never means a neighbour. A script that
it names is never left out, and where what it means is not in the list, it means
nothing: who reads traditional Chinese or Serbian in Latin letters is asked.
"""

from collections.abc import Iterator

MEANT = {
    "aln": "sq",
    "als": "sq",
    "arb": "ar",
    "cmn": "zh-hans",
    "cnr": "sr-latn",
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "kmr": "ku",
    "mo": "ro",
    "pes": "fa",
    "prs": "fa-af",
    "rmy": "rom",
    "sh": "sr-latn",
    "swh": "sw",
    "tl": "fil",
    "zh": "zh-hans",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
    "zh-tw": "zh-hant",
    "zh-yue": "yue",
}
"""Tags that mean another (ISO 639 and CLDR's aliases and likely scripts)."""
_SCRIPT_LETTERS = 4


def beginnings(tag: str) -> Iterator[str]:
    """Yield what a tag may mean, the nearest first: itself, then without its end."""
    parts = tag.casefold().replace("_", "-").split("-")
    scripted = len(parts) > 1 and len(parts[1]) == _SCRIPT_LETTERS
    least = 2 if scripted and parts[1].isalpha() else 1
    for length in range(len(parts), least - 1, -1):
        beginning = "-".join(parts[:length])
        yield beginning
        if beginning in MEANT:
            yield MEANT[beginning]
            return


def spelled(code: str, script: str) -> Iterator[str]:
    """Yield how tags spell a code of the list: as it is, and with its script."""
    language, *rest = code.casefold().replace("_", "-").split("-")
    yield "-".join((language, *rest))
    if script.casefold() not in rest:
        yield "-".join((language, script.casefold(), *rest))
