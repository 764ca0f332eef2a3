"""The way to a web address of the organisation's own: JSON, signed.

An address is given at the server's command line alone, by whoever could reach its
neighbours anyway; so private ones are allowed, since that is where an organisation's
own programs are. Rule: no redirect is followed, what comes back is not read, and of
times only the signature's timestamp is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp
import msgspec
from yarl import URL

from bot.errors.post import HookRefusedError, HookUnreachedError
from bot.flows.channels import Places
from bot.flows.doors import Gone, Later
from bot.flows.post import Parcel
from bot.flows.staff import Contact
from bot.post.mark import mark
from bot.post.signature import sign
from bot.weeks import DAY

PATIENCE = 15.0
"""Seconds for a whole delivery."""
PAUSE = 60.0
"""Seconds to wait where an address asks for a pause and does not say how long."""
_TAKEN = range(200, 300)
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
JSON = "application/json"


class Delivery(msgspec.Struct, frozen=True):
    """What is posted: `digest` is the digest's own JSON paper, as it is."""

    type: str
    number: str
    language: str
    subject: str
    text: str
    digest: msgspec.Raw


@dataclass(slots=True)
class Hook:
    """A `flows.post.Post` to signed webhooks."""

    host: Places
    now: Callable[[], float]
    patience: float = PATIENCE

    async def deliver(self, contact: Contact, parcel: Parcel) -> None:
        """Bring a parcel to `contact.hook`; raise `Gone`, `Later` or what is wrong."""
        body = delivery(contact, parcel)
        id_, at = f"msg_{mark(self.host, contact, parcel)}", int(self.now())
        headers = {
            "Content-Type": JSON,
            "User-Agent": "Sotto",
            "webhook-id": id_,
            "webhook-timestamp": str(at),
            "webhook-signature": sign(contact.secret, id_, at, body),
        }
        status, pause = await self._post(contact.hook, headers, body)
        self._judge(status, pause)

    async def _post(
        self, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, str]:
        """Return the answer's status and for how long it asks to wait."""
        timeout = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with (
                aiohttp.ClientSession(
                    timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
                ) as session,
                session.post(
                    URL(url), data=body, headers=headers, allow_redirects=False
                ) as answer,
            ):
                return answer.status, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, OSError):
            raise HookUnreachedError from None

    def _judge(self, status: int, pause: str) -> None:
        if status in _TAKEN:
            return
        if status == HTTPStatus.GONE:
            raise Gone
        if status in _BUSY:
            raise Later(seconds_of(pause, self.now()))
        raise HookRefusedError(status)


def delivery(contact: Contact, parcel: Parcel) -> bytes:
    """Return what is posted, the same bytes for the same parcel."""
    papers = (p.content for p in parcel.papers if p.kind.partition(";")[0] == JSON)
    return msgspec.json.encode(
        Delivery(
            type="digest",
            number=parcel.number,
            language=contact.language,
            subject=parcel.subject,
            text=parcel.text,
            digest=msgspec.Raw(next(papers, b"null").strip()),
        )
    )


def seconds_of(pause: str, now: float) -> float:
    """Return for how long to wait: seconds or a date (RFC 9110); a day at most."""
    try:
        asked = float(pause)
    except ValueError:
        try:
            until = parsedate_to_datetime(pause)
            asked = until.replace(tzinfo=until.tzinfo or UTC).timestamp() - now
        except (ValueError, OverflowError):
            asked = PAUSE
    return min(asked, DAY) if asked > 0 else PAUSE
