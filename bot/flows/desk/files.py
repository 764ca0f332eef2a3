"""Files at the desk: a language's texts go out, and come back as a dry run.

Rule: a file changes nothing by itself; what it would change is shown first, and "Apply
as drafts" makes drafts that another person approves like any other.
"""

from dataclasses import replace

from bot.flows.desk.places import Pending, Press, digits
from bot.flows.desk.sitting import Answer, Sitting
from bot.flows.doors import Outgoing
from bot.store.records import TextWork
from bot.words import pofile, proposals
from bot.words.exchange import MOST_BYTES, Proposed, claimed, read_back
from bot.words.glossary import Terms
from bot.words.languages import SOURCE
from bot.words.lines import Line, line_of
from bot.words.phrases import Msg
from bot.words.proposals import Refusal
from bot.words.standing import Standing
from bot.words.versions import Wording
from bot.words.writing import cut

MOST_TOLD = 15
LONGEST_TOLD = 200
"""How many refused texts a dry run lists, and how many letters it gives each."""


def lines(sitting: Sitting, code: str) -> tuple[Line, ...]:
    """Return a language's texts as a translator's file has them."""
    shelf = sitting.library.shelf(code)
    return tuple(
        _line(sitting, one)
        for one in shelf.standings.values()
        if not one.gone and (shelf.language.staff or not one.source.for_staff)
    )


def _line(sitting: Sitting, one: Standing) -> Line:
    forms = one.candidate.forms if one.candidate is not None else one.forms
    line = line_of(one.source, forms, one.was)
    screens = tuple(scene.id for scene in sitting.library.screens(one.id))
    return replace(line, screens=screens or line.screens)


def give(sitting: Sitting, code: str, kind: str) -> Answer:
    """Give a language's texts as a file."""
    language = sitting.library.shelf(code).language
    every = lines(sitting, code)
    if kind == "xlsx":
        from bot.words import sheet  # noqa: PLC0415 (serving starts without its library)

        content = sheet.write(language, every)
    else:
        content = pofile.write(language, every)
    says = sitting.say(Msg("desk.file"), name=language.name)
    return Answer(file=(f"sotto-{code}.{kind}", content, says))


def take(sitting: Sitting, content: bytes | None) -> Answer:
    """Say what a file would change, and wait for a word before it does."""
    if content is None:
        content = b"\0" * (MOST_BYTES + 1)
    code = _meant(sitting, content)
    if not code:
        return sitting.told(Msg("desk.file_whose"))
    language = sitting.library.shelf(code).language
    terms = sitting.library.terms.get(code, Terms())
    found = read_back(content, "", language, lines(sitting, code), terms)
    if found.refused:
        return sitting.told(Msg("desk.file_refused"), problem=found.refused)
    return _dry(sitting, code, found)


def _meant(sitting: Sitting, content: bytes) -> str:
    """Return the language that a file is held against, "" where that is unknown.

    It is the one that the file names, if it is this member's to change, else the one
    that is open, else a reader's own: then the answer says which one was wanted.
    """
    named = sitting.library.called(claimed(content))
    too_large = SOURCE if len(content) > MOST_BYTES else ""
    places = (named, sitting.spot.language, sitting.member.language, too_large)
    return next((code for code in places if code and sitting.may(code)), "")


def _dry(sitting: Sitting, code: str, found: Proposed) -> Answer:
    pending = (*found.added, *found.changed)
    said = [
        sitting.say(
            Msg("desk.dry"),
            name=sitting.library.shelf(code).language.name,
            added=len(found.added),
            changed=len(found.changed),
            same=len(found.same),
            left=len(found.left),
            rejected=len(found.rejected),
        ),
        "\n".join(
            cut(f"⛔ {id_}: {why}", LONGEST_TOLD)
            for id_, why in found.rejected[:MOST_TOLD]
        ),
    ]
    spot = replace(sitting.spot, language=code, asks="", id="", pending=pending)
    up = sitting.cards.tap(Msg("desk.button_up"), Press("lang", code))
    apply = sitting.cards.tap(
        Msg("desk.button_apply"), Press("apply", code, _mark(code, pending))
    )
    rows = ((apply,), (up,)) if pending else ((up,),)
    text = cut("\n\n".join(filter(None, said)))
    return sitting.answer(Outgoing(text, rows), spot=spot)


def _mark(code: str, pending: Pending) -> str:
    """Return what stands for a file's texts, so that no other file's are applied."""
    return digits(repr((code, pending)))


def drafted(sitting: Sitting, code: str, pending: Pending) -> TextWork:
    """Return texts as drafts of whoever sends them."""
    shelf, rows = sitting.library.shelf(code), list[Wording]()
    for id_, forms in pending:
        standing = shelf.standings.get(id_)
        moved = proposals.write(standing, sitting.hand, forms) if standing else ()
        if not isinstance(moved, Refusal):
            rows.extend(moved)
    what = (f"words import {code}",) if rows else ()
    return sitting.work(code, tuple(rows), *what)


def apply(sitting: Sitting, press: Press) -> Answer:
    """Keep what the dry run showed as drafts, once."""
    code, pending = press.language, sitting.spot.pending
    if not pending or press.text != _mark(code, pending):
        return sitting.told(Msg("desk.file_gone"))
    texts = drafted(sitting, code, pending)
    said = sitting.say(Msg("desk.done_apply"), count=len(texts.added))
    up = sitting.cards.tap(Msg("desk.button_up"), Press("lang", code))
    spot = replace(sitting.spot, language=code, pending=())
    return Answer((Outgoing(said, ((up,),)),), sitting.sat(spot, texts))
