"""Mail servers on 127.0.0.1, each with one way of behaving, and their certificates."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typing_extensions import override

USER, PASSWORD = "digests@hope.example", "correct horse"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of 127.0.0.1, and a client that trusts it."""

    file: Path

    @property
    def server(self) -> ssl.SSLContext:
        """Return the server's side."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        return context

    @property
    def client(self) -> ssl.SSLContext:
        """Return the side of a client that checks, and trusts nobody else."""
        return ssl.create_default_context(cafile=str(self.file))


def certificate(folder: Path, address: str = "127.0.0.1") -> Certificate:
    """Make a certificate that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test")])
    ip = x509.IPAddress(ipaddress.ip_address(address))
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([ip]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{address}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return Certificate(file)


@dataclass
class Office:
    """What a mail server does with letters, and what it has seen.

    `to_reader` and `to_letter` are its answers to a mailbox and to a letter; `cut`
    breaks the connection once a letter has come.
    """

    to_reader: str = "250 OK"
    to_letter: str = "250 OK"
    cut: bool = False
    port: int = 0
    calls: int = 0
    logins: int = 0
    letters: list[bytes] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    def letter(self) -> EmailMessage:
        """Return the only letter, opened."""
        (one,) = self.letters
        return message_from_bytes(one, policy=policy.default)

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's)
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Answer to a mailbox."""
        if self.to_reader.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_reader

    async def handle_DATA(  # noqa: N802 (aiosmtpd's)
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Answer to a letter."""
        assert isinstance(envelope.content, bytes)
        line = cast("asyncio.Transport", server.transport)
        self.encrypted.append(line.get_extra_info("sslcontext") is not None)
        self.readers += envelope.rcpt_tos
        self.letters.append(envelope.content)
        if self.cut:
            line.abort()
        return self.to_letter

    def login(self, *asked: Any) -> AuthResult:  # noqa: ANN401 (aiosmtpd's)
        """Let in who knows the password."""
        self.logins += 1
        data = asked[-1]
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False)


class Hanging(SMTP):
    """Says nothing when somebody says goodbye."""

    @override
    async def smtp_QUIT(self, _arg: str) -> None:
        """Wait for ever."""
        await asyncio.Event().wait()


@asynccontextmanager
async def listening(
    protocol: Callable[[], asyncio.BaseProtocol],
    context: ssl.SSLContext | None = None,
) -> AsyncIterator[int]:
    """Listen on 127.0.0.1 and give the port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@asynccontextmanager
async def mail_server(
    office: Office,
    tls: Certificate | None,
    *,
    at_once: bool = False,
    kind: type[SMTP] = SMTP,
) -> AsyncIterator[Office]:
    """Run a server that wants a login; `at_once` it speaks TLS from the first byte."""
    context = tls.server if tls else None

    def protocol() -> SMTP:
        office.calls += 1
        return kind(
            office,
            hostname="mail.example",
            loop=asyncio.get_running_loop(),
            tls_context=None if at_once else context,
            authenticator=office.login,
            auth_require_tls=tls is not None and not at_once,
        )

    async with listening(protocol, context if at_once else None) as office.port:
        yield office


class Silent(asyncio.Protocol):
    """Takes a call and says nothing."""
