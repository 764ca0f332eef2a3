"""The commands of channels, mailboxes and web addresses, typed as an operator does."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from databases import migrated
from typing_extensions import override

from bot.__main__ import main
from bot.vault import secrets

Sotto = Callable[..., Result]
NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture
def sotto(tmp_path: Path) -> Sotto:
    """Return a command line over an empty deployment; it must end with `code`."""
    home = tmp_path / "home"
    home.mkdir()
    migrated(home / "sotto.db")
    secrets.make(home / "secrets")

    def typed(*words: str, code: int = 0, **variables: str) -> Result:
        env = {"SOTTO_HOME": str(home), **variables}
        told = CliRunner().invoke(main, ("staff", "channel", *words), env=env)
        assert told.exit_code == code, told.output
        return told

    return typed


class _Server(HTTPServer):
    """Says yes, and keeps what came."""

    came: list[bytes]


class _Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Take one delivery."""
        assert isinstance(self.server, _Server)
        length = int(self.headers["Content-Length"])
        self.server.came.append(self.rfile.read(length))
        self.send_response(200)
        self.end_headers()

    @override
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[_Server]:
    """Run a receiver beside the command."""
    with _Server(("127.0.0.1", 0), _Taking) as server:
        server.came = []
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_web_address_is_added_with_a_test(sotto: Sotto, receiver: _Server) -> None:
    """Its secret is shown once; a second test goes by its id, until it is removed."""
    url = f"http://127.0.0.1:{receiver.server_port}/hook"
    told = sotto("add", "--hook", url, "--language", "uk", "--test").output
    assert told.count("whsec_") == 1
    listed = sotto("list").output
    id_, *rest = listed.rstrip().split("\t")
    assert rest == ["all programmes", "hook", url, "uk"]
    assert f"Added {id_}." in told
    assert "was taken" in sotto("test", id_).output
    assert [json.loads(body)["number"] for body in receiver.came] == ["TEST", "TEST"]
    assert "Це перевірка" in json.loads(receiver.came[0])["text"]
    sotto("remove", id_)
    assert not sotto("list").output
    assert "channel list" in sotto("test", id_, code=2).output


def test_where_the_test_does_not_arrive_nothing_is_kept(sotto: Sotto) -> None:
    """What is wrong is said in one line."""
    told = sotto("add", "--hook", NOWHERE, "--test", code=1).output
    assert "was not reached in time" in told
    mail = ("add", "--mail", "team@hope.example", "--test")
    assert "no mail server is named" in sotto(*mail, code=1).output
    unreached = {"SOTTO_MAIL": "smtp://a@b.example@127.0.0.1:9"}
    assert "not taken now" in sotto(*mail, code=1, **unreached).output
    assert not sotto("list").output


def test_what_cannot_be_meant_is_asked_again(sotto: Sotto) -> None:
    """No place, two places, no address, no such language, no such service."""
    mail = ("--mail", "team@hope.example")
    for words in (
        (),
        (*mail, "--hook", NOWHERE),
        ("--mail", "team"),
        ("--hook", "http://hope.example"),
        (*mail, "--language", "tlh"),
        (*mail, "--programme", "nowhere"),
    ):
        sotto("add", *words, code=2)
    assert not sotto("list").output
