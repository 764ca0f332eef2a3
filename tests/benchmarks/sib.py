"""The coder's method on SIB-200: seven topics stand in for codes.

The data (Adelani and others, 2023, CC BY-SA 4.0) has 204 real sentences a language. Get
the folder `data/annotated` of the repository `dadelani/sib-200`, which has a folder for
each language with `train.tsv` and `test.tsv`; nothing is fetched here.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import fmean

import click
from answers import seeded
from benchmarks.written import GROUPS, tsv
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from bot.coder.engine import SHA256, engine
from bot.coder.fitting import fitted
from bot.coder.knowledge import SHIPPED, Knowledge, centred, source_of
from bot.coder.likeness import Likeness
from bot.coder.model import Vectors
from bot.coder.preparing import ABOUT

SIB = {
    "en": "eng_Latn", "fr": "fra_Latn", "es": "spa_Latn", "pt": "por_Latn",
    "uk": "ukr_Cyrl", "ru": "rus_Cyrl", "pl": "pol_Latn", "bg": "bul_Cyrl",
    "sr": "srp_Cyrl", "ro": "ron_Latn", "sq": "als_Latn", "hu": "hun_Latn",
    "tr": "tur_Latn", "ar": "arb_Arab", "fa": "pes_Arab", "ps": "pbt_Arab",
    "ur": "urd_Arab", "hi": "hin_Deva", "bn": "ben_Beng", "vi": "vie_Latn",
    "zh_Hans": "zho_Hans", "th": "tha_Thai", "fil": "tgl_Latn", "am": "amh_Ethi",
    "ti": "tir_Ethi", "so": "som_Latn",
}  # fmt: skip
TOPICS = {
    "science/technology": "Science, technology, research, computers, engineering.",
    "travel": "Travel, tourism, hotels, trips, sights, airports.",
    "politics": "Politics, government, elections, war, diplomacy, law.",
    "sports": "Sports, games, matches, players, teams, races.",
    "health": "Health, medicine, disease, doctors, patients.",
    "entertainment": "Entertainment, music, film, television, art, celebrities.",
    "geography": "Geography, countries, mountains, rivers, climate, nature.",
}
PER_TOPIC = 10
SHRUNK = 10


def on_sib(folder: Path) -> None:
    """Print the macro-F1 of each method on SIB-200, by group of languages."""
    train = {code: _topics(folder / name / "train.tsv") for code, name in SIB.items()}
    test = {code: _topics(folder / name / "test.tsv") for code, name in SIB.items()}
    shipped = Knowledge.from_bytes(SHIPPED.read_bytes(), source_of(SHA256)).centres
    vectors = {code: engine().encode([t for _, t in test[code]]) for code in SIB}
    centres = {
        code: (SHRUNK * shipped[code] + vectors[code].sum(0))
        / (SHRUNK + len(test[code]))
        for code in SIB
    }
    dice = seeded(1)
    english = _few(dice, train["en"], "en")
    others = [
        (topic, code, text)
        for topic in TOPICS
        for code in dice.sample([c for c in SIB if c != "en"], PER_TOPIC)
        for _, _, text in _few(dice, [r for r in train[code] if r[0] == topic], code)[
            :1
        ]
    ]
    described = [(topic, "en", text) for topic, text in TOPICS.items()]
    methods = {
        "descriptions": described,
        "+ 10 English": [*described, *english],
        "+ 10 of others": [*described, *english, *others],
    }
    for name, known in methods.items():
        likeness = _likeness(known, centres)
        scores = {c: _macro(likeness, test[c], vectors[c], centres, c) for c in SIB}
        _say_groups(name, scores)
    _say_groups(
        "letters, own 10", {c: _own_letters(dice, train[c], test[c]) for c in SIB}
    )


def _topics(path: Path) -> list[tuple[str, str]]:
    return [(row[1], row[2]) for row in tsv(path)[1:]]


def _few(
    dice: Random, rows: Sequence[tuple[str, str]], language: str
) -> list[tuple[str, str, str]]:
    """Return ten rows of each topic that is there."""
    found = []
    for topic in TOPICS:
        own = [text for one, text in rows if one == topic]
        few = dice.sample(own, min(PER_TOPIC, len(own)))
        found += [(topic, language, text) for text in few]
    return found


def _likeness(
    known: Sequence[tuple[str, str, str]], centres: Mapping[str, Vectors]
) -> Likeness:
    raw = engine().encode([text for _, _, text in known])
    placed = centred(raw, [language for _, language, _ in known], centres)
    topics = [topic for topic, _, _ in known]
    about = fitted(placed, topics, ABOUT)
    return Likeness.of(placed, topics, about, about)


def _macro(
    likeness: Likeness,
    rows: Sequence[tuple[str, str]],
    vectors: Vectors,
    centres: Mapping[str, Vectors],
    language: str,
) -> float:
    placed = centred(vectors, [language] * len(rows), centres)
    likes = [likeness.codes(vector) for vector in placed]
    found = [max(like, key=lambda topic: (like[topic], topic)) for like in likes]
    return float(f1_score([topic for topic, _ in rows], found, average="macro"))


def _own_letters(
    dice: Random, train: Sequence[tuple[str, str]], test: Sequence[tuple[str, str]]
) -> float:
    few = _few(dice, train, "")
    reader = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    learner = LogisticRegression(C=10, max_iter=1000)
    learner.fit(
        reader.fit_transform([t for _, _, t in few]), [topic for topic, _, _ in few]
    )
    found = learner.predict(reader.transform([text for _, text in test]))
    return float(f1_score([topic for topic, _ in test], found, average="macro"))


def _say_groups(name: str, scores: Mapping[str, float]) -> None:
    parts = [
        f"{group} {fmean(own):.2f}"
        for group, codes in GROUPS.items()
        if (own := [scores[c] for c in codes.split() if c in scores])
    ]
    worst = min(scores, key=lambda code: scores[code])
    click.echo(
        f"{name:16} all {fmean(scores.values()):.3f},"
        f" worst {worst} {scores[worst]:.2f}; {', '.join(parts)}"
    )
