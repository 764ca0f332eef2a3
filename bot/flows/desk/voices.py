"""Screens that are read aloud: recorded at the desk, heard by who does not read.

Rule: a voice is kept for exactly the words that stand on the screen while it is
recorded, all of them vouched for; any other word, and nobody hears it any more
(`words.catalogue.voice`).
"""

from dataclasses import replace

from bot.conversation.scenes import Scene, scenes
from bot.conversation.screens import read_aloud
from bot.flows.desk.cards import about
from bot.flows.desk.library import aloud
from bot.flows.desk.sitting import Answer, Sitting
from bot.flows.doors import Outgoing
from bot.words.phrases import Msg
from bot.words.standing import Standing
from bot.words.versions import Voice
from bot.words.writing import cut


def ask(sitting: Sitting, standing: Standing) -> Answer:
    """Ask for a voice message that says a text's screen."""
    code = standing.language.code
    scene = _scene(sitting, standing)
    if scene is None:
        return sitting.shown(standing, sitting.say(Msg("desk.no_aloud")))
    if not _vouched(sitting, code, scene):
        return sitting.shown(standing, sitting.say(Msg("desk.no_vouched")))
    text = cut(sitting.say(Msg("desk.ask_voice"), text=_text(sitting, code, scene)))
    cancel = sitting.cards.tap(Msg("desk.button_cancel"), about(standing, "card"))
    spot = replace(sitting.on(standing, "voice"), heard=_mark(sitting, code, scene))
    return sitting.answer(Outgoing(text, ((cancel,),)), spot=spot)


def keep(sitting: Sitting, file: str) -> Answer | None:
    """Keep a voice message for the screen that was asked for; None if none was.

    Where the screen says something else by now, it is asked for once more.
    """
    code, id_ = sitting.spot.language, sitting.spot.id
    if sitting.spot.asks != "voice" or not sitting.may(code):
        return None
    standing = sitting.library.found(code, id_)
    if standing is None:
        return sitting.told(Msg("desk.not_there"))
    scene = _scene(sitting, standing)
    if scene is None or not _vouched(sitting, code, scene):
        return ask(sitting, standing)
    mark = _mark(sitting, code, scene)
    if mark != sitting.spot.heard:
        changed = sitting.told(Msg("desk.no_changed")).shows
        again = ask(sitting, standing)
        return replace(again, shows=(*changed, *again.shows))
    hand = sitting.hand
    voice = Voice(code, scene.id, mark, file, hand.who, hand.week)
    texts = sitting.work(code, (), f"words voice {code} {scene.id}")
    spot = sitting.on(standing, "")
    note = sitting.say(Msg("desk.done_voice"), screen=scene.says)
    shown = sitting.cards.card(standing, note)
    return Answer((shown,), replace(sitting.sat(spot, texts), voices=(voice,)))


def heard(sitting: Sitting, code: str) -> tuple[int, int]:
    """Count the screens of a language that are heard, and those no longer heard."""
    marks = {
        sitting.library.words.heard(code, read_aloud(scene.card.lines))
        for scene in scenes(sitting.library.deployment, code)
    }
    mine = [v for v in sitting.library.edition.voices if v.language == code]
    fits = sum(voice.heard in marks for voice in mine)
    return fits, len(mine) - fits


def _scene(sitting: Sitting, standing: Standing) -> Scene | None:
    """Return the first screen on which a text is read aloud."""
    every = scenes(sitting.library.deployment, standing.language.code)
    return next((scene for scene in every if standing.id in aloud(scene)), None)


def _mark(sitting: Sitting, code: str, scene: Scene) -> str:
    """Return the mark of what is read aloud of a screen as it is now."""
    return sitting.library.words.heard(code, read_aloud(scene.card.lines))


def _vouched(sitting: Sitting, code: str, scene: Scene) -> bool:
    """Tell whether somebody vouches for every word that is read aloud."""
    standings = sitting.library.shelf(code).standings
    said = (standings[id_] for id_ in aloud(scene) if id_ in standings)
    return all(standing.approved for standing in said)


def _text(sitting: Sitting, code: str, scene: Scene) -> str:
    words = sitting.library.words
    return "\n\n".join(words.say(code, line) for line in read_aloud(scene.card.lines))
