"""A letter says what the parcel says, the same way each time, and nothing besides."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st
from post.parcels import HTML, PAPERS, PARCEL, PNG

from bot.flows.post import Parcel
from bot.post.letter import Heading, letter
from bot.reports.paper import Paper
from bot.weeks import DAY

HEADING = Heading(
    sender="digests@hope.example",
    name="Надія",
    to="anna@hope.example",
    language="uk",
    mark="ab" * 16,
    at=20_000 * DAY + 45_000.5,
)
KNOWN = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "Content-Type",
    "MIME-Version",
}


def opened(parcel: Parcel, heading: Heading = HEADING) -> EmailMessage:
    """Return a letter as a mail program reads it."""
    return message_from_bytes(letter(parcel, heading), policy=policy.default)


def test_a_letter_holds_the_text_the_page_the_picture_and_the_papers() -> None:
    """The page is beside the text, the picture in the page, the papers attached."""
    mail = opened(PARCEL)
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    assert text.get_content().replace("\r\n", "\n").startswith(PARCEL.text)
    (shown,) = [p for p in mail.walk() if p.get_content_type() == "image/png"]
    assert shown.get_content() == PNG
    name = shown["Content-ID"].strip("<>")
    assert f'<img alt="Безпечно: most" src="cid:{name}">' in page.get_content()
    attached = {p.get_filename(): p.get_content() for p in mail.iter_attachments()}
    assert attached == {
        "digest.csv": PAPERS[1].content.decode(),
        "digest.json": PAPERS[2].content,
    }


def test_a_picture_is_told_in_words_and_attached_where_no_page_shows_it() -> None:
    """Who cannot see it reads it below the text."""
    mail = opened(replace(PARCEL, papers=PAPERS[1:]))
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().rstrip().endswith("AB12-CD34.png: Безпечно: більшість")
    names = [p.get_filename() for p in mail.iter_attachments()]
    assert names == ["AB12-CD34.png", "digest.csv", "digest.json"]


def test_another_picture_in_the_page_stays_where_it_is() -> None:
    """Only the parcel's own picture is taken out of the page."""
    page = Paper("a.html", "text/html", HTML.replace("iVBOR", "AAAAA").encode())
    mail = opened(replace(PARCEL, papers=(page,)))
    body = mail.get_body(("html",))
    assert body is not None
    assert "data:image/png;base64,AAAAA" in body.get_content()
    assert [p.get_filename() for p in mail.iter_attachments()] == ["AB12-CD34.png"]


def test_the_same_letter_is_the_same_bytes_all_day() -> None:
    """The date is the day's first second, and no line is drawn by chance."""
    later = replace(HEADING, at=HEADING.at + 30_000)
    assert letter(PARCEL, HEADING) == letter(PARCEL, later)
    assert opened(PARCEL)["Date"] == "Fri, 04 Oct 2024 00:00:00 +0000"


def test_the_headings_are_these_and_no_other() -> None:
    """No program, no machine and no hour is named."""
    mail = opened(PARCEL)
    assert set(mail.keys()) == KNOWN
    assert mail["From"] == "Надія <digests@hope.example>"
    assert mail["Message-ID"] == f"<{HEADING.mark}@hope.example>"
    assert mail["Subject"] == PARCEL.subject


@settings(max_examples=40)
@given(
    st.text(max_size=60),
    st.text(max_size=60),
    st.text(max_size=60),
    st.sampled_from(["\r\n", "\n", "\r", "\r\n\r\n", "\x0b", "\x0c", "\x85", "\u2028"]),
)
def test_nothing_written_becomes_a_heading(
    subject: str, name: str, file: str, line: str
) -> None:
    """Whatever stands in a subject or a name, no heading and no reader is added."""
    evil = f"{line}Bcc: eve@evil.example{line}"
    parcel = replace(
        PARCEL,
        subject=f"{subject}{evil}{subject}",
        papers=(Paper(f"{file}{evil}", "text/csv", b"x"),),
    )
    heading = replace(HEADING, name=f"{name}{evil}")
    mail = opened(parcel, heading)
    assert set(mail.keys()) == KNOWN
    assert [a.addr_spec for a in mail["To"].addresses] == ["anna@hope.example"]
    assert [a.addr_spec for a in mail["From"].addresses] == ["digests@hope.example"]
    for part in mail.iter_attachments():
        assert "bcc" not in {key.lower() for key in part.keys()}  # noqa: SIM118 (a message is no dict)
