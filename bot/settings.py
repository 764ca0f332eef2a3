"""One frozen Settings from one mapping, made once: the only reader of `SOTTO_*`.

A value comes from a variable `SOTTO_<NAME>`, else from the TOML file that
`SOTTO_CONFIG` names (by default `sotto.toml` in `SOTTO_HOME`), else from the default
below. The token may also be a systemd credential, which goes before the file. Secrets
show only by `.reveal()`.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from typing_extensions import override

from bot.errors import FileError
from bot.errors.settings import (
    HomeClosedError,
    HomeError,
    SettingError,
    SettingsFileError,
)
from bot.weeks import FIRST_MONDAY, Week

LOWEST_K = 5
"""No deployment may mix fewer people than this (`gathering.md` P2)."""
TELEGRAM = "https://api.telegram.org"
CHECKOUT = Path(__file__).parent.parent
"""Where the program, its `locales/` and its `migrations/` lie."""
PLACEHOLDERS = frozenset({"", "-", "...", "This organisation"})
"""What stands in the notice before anybody filled it in."""
TOKEN_CREDENTIAL = "sotto-telegram-token"  # noqa: S105 (a file's name)
CREDENTIALS = {
    "telegram_token": TOKEN_CREDENTIAL,
    "mail_password": "sotto-mail-password",
}
"""The settings that may also be a file of the service manager's, by its name."""
_MAILBOX = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,180}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
)
_LISTS = frozenset({"languages", "countries"})

_PORT = r":(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3})"
_MAIL = rf"^(?:smtps?://(?:[^\s/?#:]+@)?[^\s/?#:@]+(?:{_PORT})?/?)?$"


class Secret:
    """A value that no log, trace or repr shows."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    @override
    def __repr__(self) -> str:
        return "Secret(hidden)"

    def reveal(self) -> str:
        """Return the value itself."""
        return self._value


def is_mailbox(text: str) -> bool:
    """Tell whether a text is one e-mail address, in letters that every server takes."""
    return _MAILBOX.fullmatch(text) is not None


def default_home() -> Path:
    """Return the data folder of somebody who named none."""
    return Path.home() / ".local" / "share" / "sotto"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a deployment can choose. Weeks, minutes and people are whole."""

    home: Path = msgspec.field(default_factory=default_home)
    database: Path | None = None
    telegram_token: Secret | None = None
    telegram_api: Annotated[str, Meta(pattern=r"^https?://[^\s/?#]+[^\s?#]*$")] = (
        TELEGRAM
    )
    mail: Annotated[str, Meta(pattern=_MAIL)] = ""
    mail_from: str = ""
    mail_password: Secret | None = None
    port: Annotated[int, Meta(ge=1, le=65535)] = 8080
    organisation: str = "This organisation"
    contact: str = "-"
    authority: str = "-"
    reader: dict[str, str] = msgspec.field(default_factory=dict)
    k: Annotated[int, Meta(ge=LOWEST_K)] = 10
    languages: tuple[str, ...] = ("en", "uk", "ar")
    show_drafts: bool = False
    single_person: bool = False
    countries: tuple[str, ...] = ()
    duty_to_act: bool = False
    focal_point: str = ""
    reader_in_programme: bool = False
    quotes: bool = False
    vault_elsewhere: bool = False
    receipt_minutes: Annotated[int, Meta(ge=1, le=60)] = 10
    round_weeks: Annotated[int, Meta(ge=13, le=52)] = 26
    numbers_from: date | None = None
    trial: bool = False
    theme_model: str = ""
    bot_name: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_]*$")] = ""
    credentials: Path | None = None

    @property
    def database_path(self) -> Path:
        """The serving side's database file."""
        return self.database or self.home / "sotto.db"

    @property
    def unsaid(self) -> tuple[str, ...]:
        """The settings of the notice that nobody has filled in."""
        notice = {
            "organisation": self.organisation,
            "contact": self.contact,
            "authority": self.authority,
        }
        if self.vault_elsewhere:  # else it is the server, which is then said
            notice["reader"] = " ".join(self.reader.values())
        return tuple(k for k, text in notice.items() if text.strip() in PLACEHOLDERS)

    @property
    def numbers_week(self) -> Week | None:
        """The first whole week in which people are told of numbers, if they are."""
        if self.numbers_from is None:
            return None
        return Week(-((FIRST_MONDAY - self.numbers_from).days // 7))

    @property
    def secrets_folder(self) -> Path:
        """The host's secrets: host key, receipt pepper and salt, round peppers."""
        return self.home / "secrets"

    @property
    def vault_folder(self) -> Path:
        """The vault's own folder: wrapped keys and its database."""
        return self.home / "vault"

    @property
    def pin_file(self) -> Path:
        """Where the public keys' fingerprint is pinned."""
        return self.home / "fingerprint.txt"

    @property
    def locales(self) -> Path:
        """The folder of languages, forms and helplines that came with the program."""
        return CHECKOUT / "locales"

    def own(self, name: str) -> Path:
        """Return a file of the home folder; the one of `locales` if it alone is there.

        An upgrade never touches the home folder, so what was filled in there stays.
        """
        mine, shipped = self.home / name, self.locales / name
        return shipped if shipped.exists() and not mine.exists() else mine

    @property
    def helpline_files(self) -> dict[str, Path]:
        """Where the helplines of each country in use are, or would be."""
        return {code: self.own(f"helplines/{code}.toml") for code in self.countries}


def make_home(home: Path) -> None:
    """Make the data folder if there is none, for its owner only."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise HomeError(home) from None


def _hook(kind: type, value: object) -> object:
    """Turn text into the two kinds that msgspec does not know."""
    if kind is Secret and isinstance(value, str):
        return Secret(value.strip())
    if issubclass(kind, Path) and isinstance(value, str):
        return Path(value).expanduser()
    raise ValueError


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except PermissionError:
        raise HomeClosedError(path.parent) from None
    except (OSError, UnicodeDecodeError) as broken:
        raise SettingsFileError(path) from broken
    except tomllib.TOMLDecodeError as broken:
        line = re.search(r"line (\d+)", str(broken))
        number = int(line[1]) if line else 1
        raise FileError(path, number, "TOML", "this line cannot be read") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in Settings.__struct_fields__:
        text = environment.get(f"SOTTO_{name.upper()}", "")
        if not text:
            continue
        if name in _LISTS:
            found[name] = [part.strip() for part in text.split(",") if part.strip()]
        elif name == "reader":
            found[name] = {"en": text}
        else:
            found[name] = text
    if folder := environment.get("CREDENTIALS_DIRECTORY", ""):
        found["credentials"] = folder
    return found


def _from_credentials(folder: object) -> dict[str, Any]:
    """Return the secrets that the folder of credentials holds."""
    if not isinstance(folder, str):
        return {}
    paths = {n: Path(folder).expanduser() / file for n, file in CREDENTIALS.items()}
    found = {name: _credential(name, path) for name, path in paths.items()}
    return {name: secret for name, secret in found.items() if secret}


def _credential(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        remedy = f"Correct the file {path}, or take it away."
        raise SettingError(name, "cannot be read", remedy) from None


def _places(environment: Mapping[str, str]) -> tuple[Path, Path]:
    """Return the home folder and the settings file."""
    home = Path(environment.get("SOTTO_HOME", "") or default_home()).expanduser()
    named = environment.get("SOTTO_CONFIG", "")
    return home, Path(named).expanduser() if named else home / "sotto.toml"


def settings_path(environment: Mapping[str, str]) -> Path:
    """Return where the settings file is, or would be."""
    return _places(environment)[1]


def load(environment: Mapping[str, str]) -> Settings:
    """Return the settings; raise `SettingError` or `FileError` in one line."""
    home, path = _places(environment)
    if environment.get("SOTTO_CONFIG", "") and not path.exists():
        raise SettingsFileError(path)
    file, variables = _from_file(path), _from_environment(environment)
    credentials = _from_credentials({**file, **variables}.get("credentials"))
    values = {"home": str(home), **file, **credentials, **variables}
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=_hook)
    except msgspec.ValidationError as wrong:
        raise _explained(wrong, path) from None


def _explained(wrong: msgspec.ValidationError, path: Path) -> SettingError:
    """Say a validation error without the value, which may be a secret."""
    text = str(wrong)
    unknown = re.search(r"unknown field `(\w+)`", text)
    if unknown:
        near = difflib.get_close_matches(unknown[1], Settings.__struct_fields__, 1)
        meant = f" Perhaps {near[0]} was meant." if near else ""
        return SettingError(
            unknown[1],
            "there is no such setting",
            f"Correct its name in {path}; the names are listed in the README.{meant}",
        )
    place = re.search(r"at `\$\.(\w+)", text)
    name = place[1] if place else "?"
    problem = re.sub(r" - at .*", "", text)
    problem = re.sub(r", got .*|Invalid value.*", "", problem) or "cannot be read"
    problem = re.sub(r".* matching regex .*", "it has a wrong shape", problem)
    problem = problem[0].lower() + problem[1:]
    remedy = f"Correct {name} in {path} or the variable SOTTO_{name.upper()}."
    return SettingError(name, problem, remedy)
