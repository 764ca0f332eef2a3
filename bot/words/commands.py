"""What can be called from everywhere, by the menu or by typing a word for it.

Here because the words for them are: STOP, written in any live language, is a command
and never an answer. Rule: a whole message must be the word; nothing is guessed.
"""

import enum

from bot.words.phrases import Msg


class Command(enum.Enum):
    """What can be called from everywhere, by the menu or by typing the word."""

    HELP = "help"
    CLEAR = "clear"
    STOP = "stop"
    LANGUAGE = "language"
    DELETE = "delete"
    ABOUT = "about"
    WHO = "who"


TYPED = {
    Msg("word.help"): Command.HELP,
    Msg("word.clear"): Command.CLEAR,
    Msg("word.stop"): Command.STOP,
    Msg("word.language"): Command.LANGUAGE,
    Msg("word.delete"): Command.DELETE,
    Msg("word.about"): Command.ABOUT,
    Msg("word.who"): Command.WHO,
}
"""Messages whose texts are the words people type for a command, parted by `|`."""
