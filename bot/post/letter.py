"""A parcel as an e-mail: its text, its page where it has one, its picture, its papers.

Rule: the same parcel to the same reader on the same day is the same bytes, and nothing
in it is finer than a day. Whatever stands in a heading is one line without controls,
so that nothing written elsewhere becomes a heading of its own.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

from bot.flows.post import Parcel
from bot.reports.paper import Paper, Picture
from bot.weeks import DAY

POLICY = policy.SMTP.clone(cte_type="7bit")
"""Letters that every mail server takes as they are."""
PAGE = "text/html"
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_STRANGE = re.compile(r"[^A-Za-z0-9-]+")
_EMBEDDED = re.compile(r'(?<=src=")data:image/png;base64,([^"]+)(?=")')


@dataclass(frozen=True, slots=True)
class Heading:
    """From whom a letter is, to whom, in which language; its mark, and when it goes.

    `at` are seconds since 1970, of which the letter tells the day.
    """

    sender: str
    name: str
    to: str
    language: str
    mark: str
    at: float


def letter(parcel: Parcel, heading: Heading) -> bytes:
    """Return the letter as a mail server takes it."""
    mail = EmailMessage(POLICY)
    _head(mail, parcel, heading)
    mail.set_content(_text(parcel))
    page = next((p for p in parcel.papers if _is_page(p)), None)
    placed = _add_page(mail, page, parcel.picture, heading) if page else False
    if parcel.picture and not placed:
        _attach(mail, Paper(_picture_name(parcel), "image/png", parcel.picture.png))
    for paper in parcel.papers:
        if paper is not page:
            _attach(mail, paper)
    mail["Content-Language"] = heading.language
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"{heading.mark}={number}")
    return mail.as_bytes()


def _head(mail: EmailMessage, parcel: Parcel, heading: Heading) -> None:
    domain = heading.sender.rpartition("@")[2]
    name = one_line(heading.name)
    mail["From"] = Address(name, addr_spec=heading.sender)
    mail["To"] = Address(addr_spec=heading.to)
    mail["Subject"] = one_line(parcel.subject)
    mail["Date"] = datetime.fromtimestamp(heading.at // DAY * DAY, UTC)
    mail["Message-ID"] = f"<{heading.mark}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it


def one_line(text: str) -> str:
    """Return a text as one line that holds nothing unseen."""
    return _UNSEEN.sub(" ", text).strip()


def _text(parcel: Parcel) -> str:
    """Return the words; a picture is told in words, too."""
    if parcel.picture is None:
        return parcel.text
    return f"{parcel.text}\n\n{_picture_name(parcel)}: {parcel.picture.alt}"


def _picture_name(parcel: Parcel) -> str:
    return f"{_STRANGE.sub('-', parcel.number)}.png"


def _is_page(paper: Paper) -> bool:
    return paper.kind.partition(";")[0].strip() == PAGE


def _add_page(
    mail: EmailMessage, page: Paper, picture: Picture | None, heading: Heading
) -> bool:
    """Add the page beside the text; tell whether the picture stands in it.

    Mail programs show no picture that is written into a page, so it goes beside.
    """
    name = f"{heading.mark}.picture"
    html = page.content.decode()
    shown = _EMBEDDED.sub(
        lambda found: f"cid:{name}" if _is(found[1], picture) else found[0], html
    )
    mail.add_alternative(shown, subtype="html")
    if picture is None or shown == html:
        return False
    *_, part = mail.iter_parts()
    part.add_related(picture.png, "image", "png", cid=f"<{name}>", disposition="inline")
    return True


def _is(written: str, picture: Picture | None) -> bool:
    try:
        return picture is not None and base64.b64decode(written) == picture.png
    except binascii.Error:
        return False


def _attach(mail: EmailMessage, paper: Paper) -> None:
    main, _, sub = paper.kind.partition(";")[0].strip().partition("/")
    mail.add_attachment(
        paper.content, maintype=main, subtype=sub, filename=one_line(paper.name)
    )
