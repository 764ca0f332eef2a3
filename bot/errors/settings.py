"""What a deployment's settings lack, or say wrongly."""

from pathlib import Path

from bot.errors import SottoError, UsageError


class SettingError(UsageError):
    """A setting is missing or wrong: correct the line that it names."""

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        super().__init__(f"setting {name}: {problem}. {remedy}")


class TrialHomeError(UsageError):
    """Somebody's own settings are here: set up a deployment, or go elsewhere."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is there and no database, so this is no place for a trial."
            " Run `deploy/sotto migrate` and `deploy/sotto keys new` for a deployment"
            " of your own, or name an empty folder with SOTTO_HOME."
        )


class HomeError(UsageError):
    """The data folder cannot be made: name another, or let us write there."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"the data folder {home} cannot be made or written."
            " Name another one with SOTTO_HOME, or correct who owns it."
        )


class SettingsFileError(UsageError):
    """The settings file is not there or cannot be read: name another."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the settings file {path} is missing or cannot be read."
            " Name one with SOTTO_CONFIG, or leave SOTTO_CONFIG empty."
        )


class NotSetUpError(SottoError):
    """There is no deployment here yet: make one."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"nothing is set up in {home}."
            " Run `deploy/run` for a trial, or `deploy/sotto setup` for a deployment"
            " of your own; with settings of your own, `deploy/sotto migrate` and"
            " `deploy/sotto keys new`."
        )


class SettingsExistError(UsageError):
    """There are settings already, and they are never overwritten: look at them."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there are settings already, in {path}, and they are never overwritten."
            " Edit them and run `deploy/sotto doctor`, or name another SOTTO_HOME."
        )


class SetupStoppedError(SottoError):
    """The questions of the setup ended too early: start it again."""

    def __init__(self) -> None:
        super().__init__(
            "the setup ended before its last question, so no settings were written."
            " Run `deploy/sotto setup` again, at a terminal."
        )


class NoticeMissingError(UsageError):
    """People would not be told who runs this: fill the notice in."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(
            f"the notice that people read before they answer has no {', '.join(names)}."
            " Set it in sotto.toml, then start again; `deploy/sotto doctor` shows"
            " what else is missing."
        )


class HomeClosedError(SottoError):
    """This account cannot look into the data folder: run as its owner."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"this account cannot look into {home}."
            " Run the command as the user who owns it, or name another SOTTO_HOME."
        )


class FreeTextOnlyError(UsageError):
    """A form asks only for free text, which is off: give it something to tap."""

    def __init__(self, form: str) -> None:
        super().__init__(
            f"the form {form} asks only for free text, which is left out because a"
            " reader works in the programme. Give it a question to tap."
        )


class NoSuchLanguageError(UsageError):
    """There are no texts in this language: name one of the list."""

    def __init__(self, language: str) -> None:
        super().__init__(
            f"there are no texts in {language}. `deploy/sotto words check` lists"
            " the languages that there are."
        )


class NoSuchFormError(UsageError):
    """A programme names a form that is not there: name one that is."""

    def __init__(self, form: str) -> None:
        super().__init__(
            f"there is no form {form}. `deploy/sotto forms check` lists the forms."
        )


class LowThresholdError(SettingError):
    """The threshold would let people be recognised: raise it."""

    def __init__(self, lowest: int) -> None:
        super().__init__(
            "k",
            f"fewer than {lowest} people would be mixed",
            f"Set it to {lowest} or more; 10 is the default.",
        )


class UnknownLanguageError(SettingError):
    """A language is named that has no texts: correct its code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "languages",
            f"there are no texts in {code!r}",
            "Name codes of `locales/languages.toml` that are not planned ones.",
        )


class NoLanguageError(SettingError):
    """No language is left to talk in: name one, or let drafts be shown."""

    def __init__(self) -> None:
        super().__init__(
            "languages",
            "none is left that may be shown",
            "Name one that is no draft, or set show_drafts to show drafts, marked.",
        )


class IncompleteDeploymentError(SottoError):
    """A talk would end at a screen with nothing true to say: add what it names."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"the deployment has no {missing}, and a talk needs one."
            " Add it to the settings or to `locales/`, then start again."
        )


class NoCountryError(UsageError):
    """No country is in use, so nobody in danger could be shown a number: name one."""

    def __init__(self) -> None:
        super().__init__(
            "no country is named whose helplines people are shown."
            " Set SOTTO_COUNTRIES to the two letters of yours; to try the samples,"
            " set it to xx and SOTTO_TRIAL to true."
        )


class HelplinesNeededError(SottoError):
    """A country in use has no checked helplines: call them, and write the date."""

    def __init__(self, country: str, path: Path) -> None:
        super().__init__(
            f"{country} has no helpline that somebody has checked."
            " Call the numbers, then write them with source, checked_on and checked_by"
            f" into {path}; `deploy/sotto helplines check` says what is missing."
        )


class SampleCountryError(UsageError):
    """The sample country stands in a real deployment: name your own."""

    def __init__(self, country: str) -> None:
        super().__init__(
            f"the helplines of {country} are samples, which only a trial may show."
            " Set countries to the two letters of your own, or trial to true."
        )
