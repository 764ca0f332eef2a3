"""The mail server that the settings name, read out of one address.

    smtp://user@mail.example:587     a connection that becomes encrypted (STARTTLS)
    smtps://user@mail.example:465    one that is encrypted from its first byte

Rule: there is no third kind.
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bot.errors.post import MailMissingError, MailSenderError
from bot.settings import Settings, is_mailbox

PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over, as whom, and from which address."""

    host: str
    port: int
    user: str
    encrypted: bool
    sender: str


def server_of(settings: Settings) -> MailServer:
    """Return the mail server of the settings; raise where there is none."""
    if not settings.mail:
        raise MailMissingError
    parts = urlsplit(settings.mail)
    user = unquote(parts.username or "")
    sender = settings.mail_from or user
    if not is_mailbox(sender):
        raise MailSenderError
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or PORTS[parts.scheme],
        user=user,
        encrypted=parts.scheme == "smtps",
        sender=sender,
    )
