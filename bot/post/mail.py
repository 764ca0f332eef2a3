"""The way by e-mail: one letter to one reader, over an encrypted connection or not.

Rule: without encryption that is checked, nothing is sent. What a mail server says is
not written down, since it repeats addresses; its code decides what becomes of a letter.

What the mail servers on the way learn: who reads digests, on which day, and the bands.
"""

import asyncio
import re
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from bot.errors import SottoError
from bot.errors.post import MailLoginError, MailRefusedError, MailUnsafeError
from bot.flows.channels import Places
from bot.flows.doors import Gone, Later
from bot.flows.post import Parcel
from bot.flows.staff import Contact
from bot.logs import log
from bot.post.letter import Heading, letter
from bot.post.mark import mark
from bot.post.server import MailServer, server_of
from bot.settings import Settings

PATIENCE, WHOLE, GOODBYE = 30.0, 120.0, 2.0
"""Seconds for an answer, for a whole letter, and for a goodbye that changes nothing."""
PAUSE = 300.0
"""Seconds for which a server is left alone that cannot be used, or asks to wait."""
LONG = 3600.0
"""Seconds after which a server that is not reached needs a person."""
_TEMPORARY = range(400, 500)
_NOBODY = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""The status (RFC 3463) of a mailbox that is not there, or takes nothing."""
_STATUS = re.compile(r"5\.\d{1,3}\.\d{1,3}")
_NOBODY_CODES = frozenset({550, 551, 553})
"""The same without that status."""


@dataclass(slots=True)
class Mail:
    """A `flows.post.Post` to e-mail addresses.

    `_held` is until when the server is left alone, `_why` the error of that, `_lost`
    since when it has not been reached.
    """

    settings: Settings
    host: Places
    now: Callable[[], float]
    context: ssl.SSLContext | None = None
    patience: float = PATIENCE
    _held: float = field(default=0, init=False)
    _why: SottoError | None = field(default=None, init=False)
    _lost: float | None = field(default=None, init=False)

    @property
    def trouble(self) -> bool:
        """Whether letters wait for a person to set something right."""
        lost = self._lost is not None and self.now() - self._lost >= LONG
        return self._why is not None or lost

    async def deliver(self, contact: Contact, parcel: Parcel) -> None:
        """Bring a parcel to `contact.mail`; raise `Gone`, `Later` or what is wrong.

        A letter that was taken over counts as brought whatever comes after. Mail
        servers drop what has the mark of an older letter.
        """
        self._wait()
        try:
            server = server_of(self.settings)
            await self._hand_over(server, contact.mail, self._write(contact, parcel))
        except (SMTPException, OSError) as failed:
            raise self._noted(meaning(failed), lost=is_lost(failed)) from None
        except SottoError as unset:
            self._why = unset
            raise
        self._why = self._lost = None

    def _wait(self) -> None:
        """Raise while the server is left alone; else ten letters wait ten times."""
        left = self._held - self.now()
        if 0 < left <= PAUSE:
            raise self._why.with_traceback(None) if self._why else Later(left)

    def _write(self, contact: Contact, parcel: Parcel) -> bytes:
        settings, at = self.settings, self.now()
        return letter(
            parcel,
            Heading(
                sender=server_of(settings).sender,
                name=settings.organisation,
                to=contact.mail,
                language=contact.language,
                mark=mark(self.host, contact, parcel),
                at=at,
            ),
        )

    async def _hand_over(self, server: MailServer, to: str, written: bytes) -> None:
        """Return once the server has taken the letter."""
        client = self._client(server)
        try:
            async with asyncio.timeout(WHOLE):
                await client.connect()
                await client.sendmail(server.sender, [to], written)
            with suppress(SMTPException, OSError):
                await client.quit(timeout=min(GOODBYE, self.patience))
        finally:
            client.close()

    def _client(self, server: MailServer) -> SMTP:
        if self.context is None:
            self.context = ssl.create_default_context()
        password = self.settings.mail_password
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=password.reveal() if password and server.user else None,
            local_hostname=server.sender.rpartition("@")[2],
            timeout=self.patience,
            use_tls=server.encrypted,
            start_tls=not server.encrypted,
            tls_context=self.context,
        )

    def _noted(self, meant: Exception, *, lost: bool) -> Exception:
        """Remember what a failure means for the letters after it."""
        if lost and self._lost is None:
            self._lost = self.now()
            log.warning("mail_unreached")
        if isinstance(meant, SottoError):
            self._why = meant
        if lost or isinstance(meant, MailLoginError | MailUnsafeError):
            self._held = self.now() + PAUSE
        return meant


def is_lost(failed: Exception) -> bool:
    """Tell whether a server was not reached, rather than that it said something."""
    if isinstance(failed, SMTPResponseException) or _is_unsafe(failed):
        return False
    known = SMTPConnectError | SMTPServerDisconnected
    return isinstance(failed, known | OSError)


def meaning(failed: Exception) -> Gone | Later | SottoError:
    """Return what a failure means for the letter."""
    match failed:
        case SMTPRecipientsRefused(recipients=[refused, *_]):
            return _of_mailbox(refused)
        case SMTPResponseException(code=code):
            return _of_answer(failed, code)
        case _ if _is_unsafe(failed):
            return MailUnsafeError()
        case _:  # what is left of the library's complaints: no way to log in
            return Later(PAUSE) if is_lost(failed) else MailLoginError()


def _of_answer(failed: Exception, code: int) -> Later | SottoError:
    if code in _TEMPORARY:
        return Later(PAUSE)
    login = isinstance(failed, SMTPAuthenticationError)
    return MailLoginError() if login else MailRefusedError(code)


def _is_unsafe(failed: Exception) -> bool:
    """Tell whether there is no encryption, or none with the one that was meant."""
    if isinstance(failed, ssl.SSLError) or isinstance(failed.__cause__, ssl.SSLError):
        return True
    plain = type(failed) is SMTPException
    return plain and "STARTTLS" in str(failed)


def _of_mailbox(refused: SMTPResponseException) -> Gone | Later | SottoError:
    """Return what it means that a server does not take letters to a mailbox.

    A refusal that is about us, as of a server that relays nothing, ends no reader.
    """
    if refused.code in _TEMPORARY:
        return Later(PAUSE)
    status, *_ = refused.message.split(maxsplit=1) or [""]
    told = _STATUS.fullmatch(status)
    gone = status in _NOBODY if told else refused.code in _NOBODY_CODES
    return Gone() if gone else MailRefusedError(refused.code)
