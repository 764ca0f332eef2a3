"""A letter reaches its reader over an encrypted connection, once, or is kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as replaced
from post.parcels import HOST, PARCEL, READER, Clock
from post.servers import (
    PASSWORD,
    USER,
    Certificate,
    Hanging,
    Office,
    Silent,
    certificate,
    listening,
    mail_server,
)

from bot.errors.post import (
    MailLoginError,
    MailMissingError,
    MailRefusedError,
    MailSenderError,
    MailUnsafeError,
)
from bot.flows.doors import Gone, Later
from bot.post.mail import LONG, PAUSE, Mail
from bot.post.server import server_of
from bot.settings import Secret, Settings, load
from bot.weeks import DAY

GIVEN = {"SOTTO_MAIL_PASSWORD": PASSWORD, "SOTTO_ORGANISATION": "Hope House"}


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Return the certificate of the mail server that is meant."""
    return certificate(tmp_path_factory.mktemp("tls"))


def settings(mail: str, **given: str) -> Settings:
    """Return settings with a mail server."""
    return load({"SOTTO_HOME": "/nowhere", "SOTTO_MAIL": mail, **GIVEN, **given})


def to(
    port: int, tls: Certificate, clock: Clock | None = None, scheme: str = "smtp"
) -> Mail:
    """Return the way to a server on this computer, by somebody impatient."""
    there = settings(f"{scheme}://{USER}@127.0.0.1:{port}")
    return Mail(there, HOST, clock or Clock(), tls.client, patience=0.3)


async def test_a_letter_is_taken_over_an_encrypted_connection(tls: Certificate) -> None:
    """By its reader alone, from the deployment's own address."""
    async with mail_server(Office(), tls) as office:
        await to(office.port, tls).deliver(READER, PARCEL)
    assert office.readers == ["Anna@hope.example"]
    assert office.encrypted == [True]
    assert office.letter()["From"] == f"Hope House <{USER}>"
    assert office.letter()["To"] == "Anna@hope.example"


async def test_a_connection_may_be_encrypted_from_its_first_byte(
    tls: Certificate,
) -> None:
    """By smtps, with the same check of who is there."""
    async with mail_server(Office(), tls, at_once=True) as office:
        await to(office.port, tls, scheme="smtps").deliver(READER, PARCEL)
    assert office.encrypted == [True]


async def test_a_repeat_is_known_for_what_it_is(tls: Certificate) -> None:
    """A later try changes its date alone; other words or another turn, what it is."""
    clock = Clock()
    async with mail_server(Office(), tls) as office:
        way = to(office.port, tls, clock)
        await way.deliver(READER, PARCEL)
        await way.deliver(replaced(READER, mail="anna@hope.example"), PARCEL)
        clock.at += 7 * DAY
        await way.deliver(READER, PARCEL)
        await way.deliver(READER, replace(PARCEL, text="Still the latest."))
        await way.deliver(replaced(READER, mail="b@hope.example"), PARCEL)
        await way.deliver(READER, replace(PARCEL, turn=7))
    ids = [
        next(x for x in one.splitlines() if b"Message-ID" in x)
        for one in office.letters
    ]
    assert len(set(ids[:3])) == 1
    assert len(set(ids)) == 4


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_without_encryption_nothing_is_sent(
    tls: Certificate, scheme: str
) -> None:
    """Neither a letter nor the password goes to a server that offers none."""
    async with mail_server(Office(), None) as office:
        way = to(office.port, tls, scheme=scheme)
        with pytest.raises(MailUnsafeError):
            await way.deliver(READER, PARCEL)
    assert (office.logins, office.letters) == (0, [])


async def test_another_certificate_is_not_taken(
    tls: Certificate, tmp_path: Path
) -> None:
    """Nor one of another name, though its maker is trusted."""
    other = certificate(tmp_path, "127.0.0.2")
    for mine, trusted in ((other, tls), (other, other)):
        async with mail_server(Office(), mine) as office:
            with pytest.raises(MailUnsafeError):
                await to(office.port, trusted).deliver(READER, PARCEL)
        assert (office.logins, office.letters) == (0, [])


async def test_a_wrong_password_is_told_and_not_tried_again_at_once(
    tls: Certificate,
) -> None:
    """A provider locks an account that knocks too often; it needs a person."""
    clock = Clock()
    async with mail_server(Office(), tls) as office:
        way = to(office.port, tls, clock)
        way.settings = replaced(way.settings, mail_password=Secret("wrong"))
        for _ in range(3):
            with pytest.raises(MailLoginError):
                await way.deliver(READER, PARCEL)
        assert (office.calls, way.trouble) == (1, True)
        clock.at += PAUSE
        way.settings = replaced(way.settings, mail_password=Secret(PASSWORD))
        await way.deliver(READER, PARCEL)
    assert not way.trouble
    assert len(office.letters) == 1


async def test_a_server_that_hangs_costs_one_wait_and_needs_a_person_in_time(
    tls: Certificate, capsys: pytest.CaptureFixture[str]
) -> None:
    """The letters after it are kept at once; after an hour a person is asked."""
    clock = Clock()
    calls: list[int] = []

    def silent() -> Silent:
        calls.append(1)
        return Silent()

    async with listening(silent) as port:
        way = to(port, tls, clock)
        way.patience = 0.05
        for wait in (PAUSE, PAUSE - 100):
            with pytest.raises(Later) as asked:
                await way.deliver(READER, PARCEL)
            assert asked.value.seconds == wait
            clock.at += 100
        assert (len(calls), way.trouble) == (1, False)
        clock.at += LONG
        with pytest.raises(Later):
            await way.deliver(READER, PARCEL)
        assert (len(calls), way.trouble) == (2, True)
    assert capsys.readouterr().err == "mail_unreached level=warning\n"


ANSWERS = [
    ("450 4.2.0 later", "250 OK", Later),
    ("421 4.7.0 Anna@hope.example", "250 OK", Later),
    ("550 no such user Anna@hope.example", "250 OK", Gone),
    ("550 5.1.1 <Anna@hope.example> unknown", "250 OK", Gone),
    ("550 5.2.1 closed", "250 OK", Gone),
    ("550 5.7.1 relaying denied", "250 OK", MailRefusedError),
    ("550 5.1.8 your sender is nobody", "250 OK", MailRefusedError),
    ("552 5.2.2 Anna@hope.example is full", "250 OK", MailRefusedError),
    ("554 go away", "250 OK", MailRefusedError),
    ("250 OK", "451 4.3.0 later", Later),
    ("250 OK", "554 5.6.0 too ugly, Anna@hope.example", MailRefusedError),
]


@pytest.mark.parametrize(("to_reader", "to_letter", "meant"), ANSWERS)
async def test_what_a_server_says_decides_what_becomes_of_a_letter(
    tls: Certificate,
    capsys: pytest.CaptureFixture[str],
    to_reader: str,
    to_letter: str,
    meant: type[Exception],
) -> None:
    """Its words go nowhere; no address is written down."""
    async with mail_server(Office(to_reader, to_letter), tls) as office:
        way = to(office.port, tls)
        with pytest.raises(meant) as raised:
            await way.deliver(READER, PARCEL)
    assert way.trouble is (meant is MailRefusedError)
    assert raised.value.__cause__ is None
    assert "hope.example" not in f"{raised.value!r}{capsys.readouterr()}"


async def test_a_letter_that_was_taken_counts_whatever_comes_after(
    tls: Certificate,
) -> None:
    """A server that hangs at the goodbye has the letter all the same."""
    async with mail_server(Office(), tls, kind=Hanging) as office:
        way = to(office.port, tls)
        way.patience = 0.1
        await way.deliver(READER, PARCEL)
    assert len(office.letters) == 1


async def test_a_connection_that_breaks_is_tried_again(tls: Certificate) -> None:
    """Nobody knows whether it came, so it may come twice, with one number."""
    clock = Clock()
    async with mail_server(Office(cut=True), tls) as office:
        way = to(office.port, tls, clock)
        with pytest.raises(Later):
            await way.deliver(READER, PARCEL)
        office.cut = False
        clock.at += PAUSE
        await way.deliver(READER, PARCEL)
    assert len(set(office.letters)) == 1


async def test_without_a_mail_server_the_letters_wait_for_a_person(
    tls: Certificate,
) -> None:
    """An address that gets digests where no server is named is an error, not lost."""
    way = Mail(load({"SOTTO_HOME": "/nowhere"}), HOST, Clock(), tls.client)
    with pytest.raises(MailMissingError):
        await way.deliver(READER, PARCEL)
    assert way.trouble


def test_a_server_is_read_out_of_one_address() -> None:
    """Ports that are usual, a user that is an address, and one that is none."""
    there = server_of(settings("smtp://a@b.example@mail.example"))
    assert (there.host, there.port, there.user) == ("mail.example", 587, "a@b.example")
    there = server_of(
        settings("smtps://us%40er@mail.example/", SOTTO_MAIL_FROM="a@b.example")
    )
    assert (there.port, there.user, there.encrypted) == (465, "us@er", True)
    with pytest.raises(MailSenderError):
        server_of(settings("smtp://user@mail.example"))
