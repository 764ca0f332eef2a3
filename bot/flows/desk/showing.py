"""What is looked at, at the desk, without changing anything: previews and histories.

Rule: a preview is the very card that a person would be shown, drawn by the same code
with the text as it would be.
"""

import difflib
from collections.abc import Iterator, Sequence

from bot.conversation.scenes import Sample, sampled
from bot.flows.desk.cards import about, cut
from bot.flows.desk.places import Press
from bot.flows.desk.sitting import Answer, Sitting
from bot.flows.doors import Outgoing, Tap
from bot.flows.listen import rendered
from bot.storyboard import text_pages
from bot.weeks import monday_of
from bot.words.lines import line_of
from bot.words.phrases import Msg, Phrase
from bot.words.po import split
from bot.words.standing import Standing
from bot.words.versions import Stage, Wording

MOST_VERSIONS = 6
"""How many versions a history shows, newest first."""
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
    length = max((len(form) for form in forms), default=0)
    if scene is None:
        head = sitting.say(Msg("desk.no_screen"), length=length, limit=limit)
        return Outgoing(f"{head}\n\n{cut(forms)}")
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
    return Outgoing(f"{said}\n\n{shown.text}", tuple(rows))


def compare(sitting: Sitting, standing: Standing) -> Answer:
    """Show what people read and what they would read, with what differs marked."""
    one = standing.candidate
    forms = one.forms if one is not None else standing.forms
    text = "\n—\n".join(
        marked(a, b) for a, b in _beside(standing.forms or ("",), forms)
    )
    said = sitting.say(Msg("desk.compare"), english=cut(standing.source.forms))
    return Answer((Outgoing(f"{said}\n\n{text}"),), anew=True)


def _beside(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, form in enumerate(new):
        yield old[min(place, len(old) - 1)], form


def marked(old: str, new: str) -> str:
    """Return the new text with what went as [-…-] and what came as ⟨+…+⟩."""
    before, after = old.split(" "), new.split(" ")
    parts = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        gone, come = " ".join(before[a:b]), " ".join(after[c:d])
        if tag == "equal":
            parts.append(come)
            continue
        parts.extend(part for part in (_went(gone), _came(come)) if part)
    return " ".join(parts)


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
    lines = list(_history(sitting, standing))
    return Answer((Outgoing("\n\n".join((head, *lines))),), anew=True)


def _history(sitting: Sitting, standing: Standing) -> Iterator[str]:
    """Tell of each version: when, who, and what it changed."""
    key = standing.language.code, standing.id
    every = (w for w in sitting.library.edition.wordings if (w.language, w.id) == key)
    versions = sorted(every, key=lambda w: w.version)
    shipped = standing.shipped.forms if standing.shipped is not None else ("",)
    before = {one.version: old for old, one in _chain(shipped, versions)}
    for one in reversed(versions[-MOST_VERSIONS:]):
        said = sitting.say(
            Msg("desk.version"),
            version=one.version,
            stage=Phrase(STAGES[one.stage]),
            week=monday_of(one.week),
            author=_short(one.author),
            approver=_short(one.approver) or "-",
            reason=one.reason,
        )
        yield f"{said}\n{marked(before[one.version][-1], one.forms[-1])}"


def _short(who: str) -> str:
    """Return who did it by the last digits of a staff id, as `/log` has it whole."""
    return f"…{who[-4:]}" if who.isdecimal() else who


def _chain(
    first: Sequence[str], versions: Sequence[Wording]
) -> Iterator[tuple[Sequence[str], Wording]]:
    for one in versions:
        yield first, one
        first = one.forms


def everything(sitting: Sitting, code: str) -> Answer:
    """Show every screen of a language, one after the other, to be read through."""
    library = sitting.library
    pages = text_pages(library.words, library.deployment, code)
    return Answer(tuple(map(Outgoing, pages)), anew=True)
