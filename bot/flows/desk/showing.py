"""What is looked at, at the desk, without changing anything: previews and histories.

Rule: a preview is the very card that a person would be shown, drawn by the same code
with the text as it would be.
"""

import difflib
import re
from collections.abc import Iterator, Sequence

from bot.conversation.scenes import Sample, sampled
from bot.flows.desk.cards import about
from bot.flows.desk.fitting import joined, pages
from bot.flows.desk.places import Press
from bot.flows.desk.sitting import Answer, Sitting
from bot.flows.doors import Outgoing, Tap
from bot.flows.listen import rendered, text_in
from bot.storyboard import text_pages
from bot.weeks import monday_of
from bot.words.lines import line_of
from bot.words.phrases import Msg, Phrase
from bot.words.po import split
from bot.words.standing import Standing
from bot.words.versions import Stage
from bot.words.writing import UNSPACED, cut, graphemes

LONGEST_VERSION = 1500
"""How many letters of one version a history shows."""
_WORDS = re.compile(rf"{UNSPACED.pattern}|\s|(?:(?!{UNSPACED.pattern})\S)+")
"""What a text is compared by: words and gaps, and letters where nothing parts words."""
SAMPLES = tuple(Sample)
STAGES: dict[Stage, Msg] = {
    Stage.DRAFT: Msg("desk.state_draft"),
    Stage.REVIEW: Msg("desk.state_waiting"),
    Stage.REJECTED: Msg("desk.state_rejected"),
    Stage.LIVE: Msg("desk.state_live"),
    Stage.PAST: Msg("desk.state_past"),
}
"""What a version is called in a history."""


def preview(sitting: Sitting, standing: Standing, number: int = 0) -> Outgoing:
    """Show a text where it stands, as a person would see it, with sample names."""
    one = standing.candidate
    forms = one.forms if one is not None else standing.forms
    house = sampled(sitting.library.deployment, SAMPLES[number % len(SAMPLES)])
    words, scene = sitting.library.scene(standing, forms, house)
    limit = line_of(standing.source, forms).limit
    length = max((graphemes(form) for form in forms), default=0)
    fits = sitting.library.fits(standing, forms)
    if scene is None or not fits:
        why = Msg("desk.no_screen") if fits else Msg("desk.no_preview")
        head = sitting.say(why, length=length, limit=limit)
        return Outgoing(cut(f"{head}\n\n{joined(forms)}"))
    said = sitting.say(
        Msg("desk.preview"), screen=scene.says, length=length, limit=limit
    )
    shown = rendered(words, scene.card)
    still = Press("seen", standing.language.code).data()
    rows: list[tuple[Tap, ...]] = [
        tuple((tap[0], still) for tap in row if isinstance(tap, tuple))
        for row in shown.rows
    ]
    if any(len(split(form)) > 1 for form in standing.source.forms):
        again = about(standing, f"view{'abc'[(number + 1) % len(SAMPLES)]}")
        rows.append((sitting.cards.tap(Msg("desk.button_sample"), again),))
    text = text_in(words, scene.card, scene.card.language)
    return Outgoing(cut(f"{said}\n\n{text}"), tuple(rows))


def compare(sitting: Sitting, standing: Standing) -> Answer:
    """Show what people read and what they would read, with what differs marked.

    What has changed in the English is marked as well, where it is known.
    """
    one = standing.candidate
    forms = one.forms if one is not None else standing.forms
    source = standing.source.forms
    known = standing.was if any(standing.was) else source
    english = joined(tuple(_beside(known, source)))
    said = sitting.say(Msg("desk.compare"), english=english)
    parts = (said, *_beside(standing.forms, forms))
    return Answer(tuple(map(Outgoing, pages(parts))), anew=True)


def _beside(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Mark what differs in each form of a text."""
    for place, form in enumerate(new):
        yield marked(old[min(place, len(old) - 1)] if old else "", form)


def marked(old: str, new: str) -> str:
    """Return the new text with what went as [-…-] and what came as ⟨+…+⟩."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after)
    parts = []
    for tag, a, b, c, d in matcher.get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        parts.append(come if tag == "equal" else _went(gone) + _came(come))
    return "".join(parts)


def _went(text: str) -> str:
    return f"[-{text}-]" if text else ""


def _came(text: str) -> str:
    return f"⟨+{text}+⟩" if text else ""


def details(sitting: Sitting, standing: Standing) -> Answer:
    """Show what a translator may want to know, and everything that was ever said."""
    names = sorted({n for form in standing.source.forms for n in split(form)[1::2]})
    screens = sitting.library.screens(standing.id)
    head = sitting.say(
        Msg("desk.details"),
        id=standing.id,
        note=" ".join(standing.source.notes) or "-",
        names=", ".join(f"{{{name}}}" for name in names) or "-",
        limit=line_of(standing.source, ()).limit,
        screens=", ".join(one.id for one in screens) or "-",
    )
    parts = pages((head, *_history(sitting, standing)))
    return Answer(tuple(map(Outgoing, parts)), anew=True)


def _history(sitting: Sitting, standing: Standing) -> Iterator[str]:
    """Tell of each version, newest first: when, who, and what it changed."""
    key = standing.language.code, standing.id
    every = (w for w in sitting.library.edition.wordings if (w.language, w.id) == key)
    versions = sorted(every, key=lambda w: w.version)
    shipped = standing.shipped.forms if standing.shipped is not None else ()
    before = (shipped, *(one.forms for one in versions))
    for old, one in reversed([*zip(before, versions, strict=False)]):
        said = sitting.say(
            Msg("desk.version"),
            version=one.version,
            stage=Phrase(STAGES[one.stage]),
            week=monday_of(one.week),
            author=_short(one.author),
            approver=_short(one.approver) or "-",
            reason=one.reason,
        )
        yield cut(f"{said}\n{joined(tuple(_beside(old, one.forms)))}", LONGEST_VERSION)


def _short(who: str) -> str:
    """Return who did it by the last digits of a staff id, as `/log` has it whole."""
    return f"…{who[-4:]}" if who.isdecimal() else who


def everything(sitting: Sitting, code: str) -> Answer:
    """Show every screen of a language, one after the other, to be read through."""
    library = sitting.library
    pages = text_pages(library.words, library.deployment, code)
    return Answer(tuple(map(Outgoing, pages)), anew=True)
