"""Screens that are read aloud: recorded at the desk, heard by who does not read.

Rule: a voice is kept for exactly the words that stand on the screen while it is
recorded, all of them vouched for; any other word, and nobody hears it any more
(`words.catalogue.voice`).
"""

from dataclasses import replace

from bot.conversation.scenes import Scene, ids, scenes
from bot.conversation.screens import read_aloud
from bot.flows.desk.cards import about
from bot.flows.desk.sitting import Answer, Sitting
from bot.flows.doors import Outgoing
from bot.words.phrases import Msg
from bot.words.standing import Standing
from bot.words.versions import Voice


def ask(sitting: Sitting, standing: Standing) -> Answer:
    """Ask for a voice message that says a text's screen."""
    code = standing.language.code
    scene = _scene(sitting, standing)
    if scene is None:
        return sitting.told(Msg("desk.no_aloud"))
    if not _vouched(sitting, code, scene):
        note = sitting.say(Msg("desk.no_vouched"))
        return sitting.answer(sitting.cards.card(standing, note))
    said = sitting.say(Msg("desk.ask_voice"), text=_text(sitting, code, scene))
    cancel = sitting.cards.tap(Msg("desk.button_cancel"), about(standing, "card"))
    spot = replace(sitting.spot, language=code, id=standing.id, asks="voice", forms=())
    return sitting.answer(Outgoing(said, ((cancel,),)), spot=spot)


def keep(sitting: Sitting, file: str) -> Answer | None:
    """Keep a voice message for the screen that was asked for; None if none was."""
    code, id_ = sitting.spot.language, sitting.spot.id
    if sitting.spot.asks != "voice" or not sitting.may(code):
        return None
    standing = sitting.library.found(code, id_)
    scene = _scene(sitting, standing) if standing is not None else None
    if standing is None or scene is None or not _vouched(sitting, code, scene):
        return sitting.told(Msg("desk.no_aloud"))
    words = sitting.library.words
    heard_ = words.heard(code, read_aloud(scene.card.lines))
    hand = sitting.hand
    voice = Voice(code, scene.id, heard_, file, hand.who, hand.week)
    texts = sitting.work(code, (), f"words voice {code} {scene.id}")
    spot = replace(sitting.spot, asks="")
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
    for scene in every:
        aloud = replace(scene.card, lines=read_aloud(scene.card.lines), rows=())
        if standing.id in ids(aloud):
            return scene
    return None


def _vouched(sitting: Sitting, code: str, scene: Scene) -> bool:
    """Tell whether somebody vouches for every word that is read aloud."""
    standings = sitting.library.shelf(code).standings
    aloud = replace(scene.card, lines=read_aloud(scene.card.lines), rows=())
    return all(standings[id_].approved for id_ in ids(aloud) if id_ in standings)


def _text(sitting: Sitting, code: str, scene: Scene) -> str:
    words = sitting.library.words
    return "\n\n".join(words.say(code, line) for line in read_aloud(scene.card.lines))
