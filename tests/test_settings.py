"""Where a setting comes from, when it is named in more than one place."""

from pathlib import Path

import pytest

from bot.errors.settings import SettingError
from bot.settings import CREDENTIALS, TOKEN_CREDENTIAL, load


def token(home: Path, **variables: str) -> str | None:
    """Return the token that is used, with a folder of credentials at hand."""
    environment = {"CREDENTIALS_DIRECTORY": str(home / "credentials"), **variables}
    found = load({"SOTTO_HOME": str(home), **environment}).telegram_token
    return found.reveal() if found else None


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Make a home whose settings file has a token, and an empty credentials folder."""
    (tmp_path / "sotto.toml").write_text('telegram_token = "file"', encoding="utf-8")
    (tmp_path / "credentials").mkdir()
    return tmp_path


def write(home: Path, content: bytes) -> None:
    """Lay the token among the credentials."""
    (home / "credentials" / TOKEN_CREDENTIAL).write_bytes(content)


def test_a_token_among_the_credentials_goes_before_the_file(home: Path) -> None:
    """The token that systemd hands over is used, without its line end."""
    write(home, b"credential\n")
    assert token(home) == "credential"


def test_a_variable_goes_before_the_credential(home: Path) -> None:
    """Whoever names a token for one run means that one."""
    write(home, b"credential\n")
    assert token(home, SOTTO_TELEGRAM_TOKEN="variable") == "variable"  # noqa: S106


@pytest.mark.parametrize("content", [None, b"\n"])
def test_without_a_credential_the_file_is_read(
    home: Path, content: bytes | None
) -> None:
    """A credential that is missing or empty changes nothing."""
    if content is not None:
        write(home, content)
    assert token(home) == "file"


def test_the_settings_file_may_name_the_folder(home: Path) -> None:
    """A folder of credentials that the settings file names is looked into."""
    write(home, b"credential")
    line = f'credentials = "{home / "credentials"}"'
    (home / "sotto.toml").write_text(line, encoding="utf-8")
    assert token(home, CREDENTIALS_DIRECTORY="") == "credential"


def test_the_mail_password_may_be_a_credential_too(home: Path) -> None:
    """By a name of its own, whether or not the token is one."""
    (home / "credentials" / CREDENTIALS["mail_password"]).write_bytes(b"word\n")
    folder = str(home / "credentials")
    found = load({"SOTTO_HOME": str(home), "CREDENTIALS_DIRECTORY": folder})
    assert found.mail_password is not None
    assert found.mail_password.reveal() == "word"
    assert token(home) == "file"


@pytest.mark.parametrize(
    "mail",
    [
        "mail.example",
        "http://mail.example",
        "smtp://user:password@mail.example",
        "smtp://mail.example:65536",
        "smtp://mail.example/?starttls=no",
        "smtp://mail.example\nx",
    ],
)
def test_a_mail_server_of_another_shape_is_refused(mail: str) -> None:
    """A password does not stand in it, and nothing switches encryption off."""
    with pytest.raises(SettingError) as refused:
        load({"SOTTO_HOME": "/nowhere", "SOTTO_MAIL": mail})
    assert str(refused.value).startswith("setting mail: it has a wrong shape")
    assert "password" not in str(refused.value)


def test_a_credential_that_is_no_text_is_one_line(home: Path) -> None:
    """A broken credential is named with its path, and never shown."""
    write(home, b"\xff\xfe")
    with pytest.raises(SettingError, match=TOKEN_CREDENTIAL):
        token(home)
