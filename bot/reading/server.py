"""The desk's page: three files, one opened text at a time, on this computer only.

Whoever asks must be a browser on this computer (`bot.loopback`), have taken the one
link that the terminal showed, and post with the token that it got for it. Rule: what
is opened is in one answer to one question of the page, which no browser may keep.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from aiohttp import web
from msgspec import Meta

from bot.errors import SottoError
from bot.errors.coded import TakenBackError
from bot.flows.overview import Shown
from bot.flows.paraphrasing import Theme
from bot.loopback import HEADERS, from_here, guarded, refusal
from bot.reading.groups import Groups
from bot.reading.quotes import Quotes
from bot.reading.reasons import HERE_ONLY, LOCKED, UNREAD, USED, wrong
from bot.reading.sentences import printed, wished
from bot.reading.session import Session
from bot.reading.sights import Coded, Named, Picked, Worded
from bot.reading.ways import Seat
from bot.reports.names import say
from bot.reports.overview import POLICY
from bot.reports.papers import KINDS
from bot.words.languages import SOURCE
from bot.words.phrases import Msg, Phrase

PAGE = Path(__file__).parent / "page"
FILES = {
    "/": ("index.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
}
COOKIE = "sotto_desk"
TOKEN = "X-Sotto-Token"  # noqa: S105 (a header's name)
LARGEST = 65_536
"""Bytes of one request."""
_WRITTEN = msgspec.json.Encoder().encode

T = TypeVar("T")
Answer = Callable[[Seat, bytes], Awaitable[object]]


class Entering(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who enters: the link's secret, a short name, and what the desk is to speak."""

    link: str
    name: Annotated[str, Meta(pattern=r"\S", max_length=40)]
    speaks: str = SOURCE


class Only(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In which languages she reads."""

    languages: frozenset[str]


class Where(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which text: the place that the page was given."""

    place: int


class In(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In which language of staff."""

    language: str


@dataclass(slots=True)
class Page:
    """The web half of a desk."""

    session: Session
    groups: Groups
    shown: Shown

    @property
    def quotes(self) -> Quotes:
        """Return the quotes of the same groups."""
        return Quotes(self.groups)

    def app(self) -> web.Application:
        """Return the application."""
        app = web.Application(client_max_size=LARGEST, middlewares=[self.guard])
        for path in FILES:
            app.router.add_get(path, self.file)
        app.router.add_get("/desk", self.about)
        app.router.add_get("/live", self.live)
        app.router.add_get("/overview.html", self.released)
        app.router.add_get("/digest/{pool}/{kind}", self.paper)
        app.router.add_post("/enter", self.enter)
        for path, answer in self._answers().items():
            app.router.add_post(path, self._handler(answer))
        return app

    def _answers(self) -> dict[str, Answer]:
        """Return what a reader may ask for and do, by path."""
        return {
            "/forward": self.forward,
            "/back": self.back,
            "/here": self.here,
            "/keep": self.keep,
            "/act": self.act,
            "/only": self.only,
            "/standing": self.standing,
            "/entries": self.entries,
            "/source": self.source,
            "/write": self.write,
            "/sign": self.sign,
            "/drop": self.drop,
            "/lendable": self.lendable,
            "/lend": self.lend,
            "/lend-sign": self.lend_sign,
            "/lend-drop": self.lend_drop,
            "/stay": self.stay,
            "/lock": self.lock,
        }

    @web.middleware
    async def guard(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Refuse every caller but the browser that took the link."""
        if not from_here(request):
            return self._refusal(request, HERE_ONLY)
        if self.session.over.is_set():
            return self._refusal(request, LOCKED)
        if request.path not in {*FILES, "/enter", "/desk"} and not self._known(request):
            return self._refusal(request, USED)
        return guarded(await handler(request))

    def _refusal(self, request: web.Request, why: Msg) -> web.Response:
        """Refuse in the language that the browser wishes, or that was chosen in it."""
        return refusal(self._said(self._wished(request), say(why)))

    def _wished(self, request: web.Request) -> str:
        accepted = request.headers.get("Accept-Language", "")
        return wished(accepted, self.groups.languages)

    def _said(self, language: str, phrase: Phrase) -> str:
        return self.groups.desk.words.say(language, phrase)

    def _known(self, request: web.Request) -> bool:
        """Tell whether this is the browser that entered; its posts need the token."""
        known = self.session.knows(request.cookies.get(COOKIE, ""))
        if request.method != "POST":
            return known
        return known and self.session.spoken(request.headers.get(TOKEN, ""))

    def _handler(
        self, answer: Answer
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            seat = self.session.seat
            if seat is None:
                return self._refusal(request, LOCKED)
            self.session.stir()
            return await self._answered(seat, answer(seat, await request.read()))

        return handle

    async def _answered(
        self, seat: Seat, answer: Awaitable[object]
    ) -> web.StreamResponse:
        """Return what an act answers; what is wrong is said in a sentence."""
        try:
            return _json(await answer)
        except _UnreadError:
            return _json({"says": self._said(seat.speaks, say(UNREAD))}, 400)
        except SottoError as error:
            status = 410 if isinstance(error, TakenBackError) else 409
            return _json({"says": self._said(seat.speaks, wrong(error))}, status)

    async def file(self, request: web.Request) -> web.Response:
        """Answer with one of the page's files; none of them knows anything."""
        name, kind = FILES[request.path]
        content = await asyncio.to_thread((PAGE / name).read_bytes)
        return web.Response(body=content, content_type=kind, charset="utf-8")

    async def about(self, request: web.Request) -> web.StreamResponse:
        """Say in which words the page speaks, and hand its token to who entered.

        They are in the language that she chose, before that in the one that is asked
        for (`speaks`), else in the first one that her browser wishes.
        """
        entered = self.session.knows(request.cookies.get(COOKIE, ""))
        asked, seat = request.query.get("speaks", ""), self.session.seat
        speaks = asked if asked in self.groups.codes else self._wished(request)
        if entered and seat:
            speaks = seat.speaks
        words = self.groups.desk.words
        return _json(
            {
                "entered": entered,
                "idle": self.session.idle,
                "staff": _named(self.groups, self.groups.codes),
                "speaks": speaks,
                "dir": words.direction(speaks),
                "says": printed(words, speaks),
                **(self._entered() if entered else {}),
            }
        )

    def _entered(self) -> dict[str, object]:
        desk, seat = self.groups.desk, self.session.seat
        return {
            "token": self.session.token,
            "codes": desk.codes(seat.speaks) if seat else (),
            "languages": _named(self.groups, desk.languages),
            "path": self._said(seat.speaks, desk.path) if seat and desk.path else "",
        }

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """Change the link for a cookie and a token, once."""
        try:
            it = msgspec.json.decode(await request.read(), type=Entering)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return _json({"says": self._said(self._wished(request), say(UNREAD))}, 400)
        if not self.session.enter(it.link):
            return self._refusal(request, USED)
        desk = self.groups.desk
        speaks = it.speaks if it.speaks in self.groups.codes else SOURCE
        self.session.seat = desk.seat(it.name, desk.languages, speaks)
        response = _json(self._entered())
        response.set_cookie(
            COOKIE, self.session.cookie, httponly=True, samesite="Strict"
        )
        return response

    async def released(self, _request: web.Request) -> web.StreamResponse:
        """Answer with the coordinator's page; its own style is all it may use."""
        seat = self.session.seat
        self.session.stir()
        page = await self.shown.page(seat.speaks if seat else SOURCE)
        policy = {"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'"}
        return web.Response(text=page, content_type="text/html", headers=policy)

    async def paper(self, request: web.Request) -> web.StreamResponse:
        """Answer with a pool's digests as a file: the one that the bot gives."""
        seat, kind = self.session.seat, request.match_info["kind"]
        speaks = seat.speaks if seat else SOURCE
        self.session.stir()
        if kind not in KINDS:
            return _json({"says": self._said(speaks, say(UNREAD))}, 404)
        try:
            paper = await self.shown.paper(request.match_info["pool"], kind, speaks)
        except SottoError as none:
            return _json({"says": self._said(speaks, wrong(none))}, 404)
        kept = {"Content-Disposition": f'attachment; filename="{paper.name}"'}
        return web.Response(body=paper.content, content_type=paper.kind, headers=kept)

    async def live(self, _request: web.Request) -> web.StreamResponse:
        """Stay connected as long as the desk is open; the page goes blank with it."""
        response = web.StreamResponse(headers=HEADERS)
        response.content_type = "text/event-stream"
        await response.prepare(_request)
        with suppress(ConnectionError):
            await response.write(b": open\n\n")
            await self.session.over.wait()
        return response

    async def forward(self, seat: Seat, _: bytes) -> object:
        """Open the next text."""
        return await self.groups.desk.forward(seat)

    async def back(self, seat: Seat, _: bytes) -> object:
        """Open the text before."""
        return await self.groups.desk.back(seat)

    async def here(self, seat: Seat, _: bytes) -> object:
        """Open the same text once more."""
        return await self.groups.desk.here(seat)

    async def keep(self, seat: Seat, body: bytes) -> object:
        """Keep what was found in the text that lies open."""
        await self.groups.desk.keep(seat, _read(body, Coded))
        return None

    async def act(self, seat: Seat, body: bytes) -> object:
        """Note that the reader goes the agreed path."""
        await self.groups.desk.act(seat, _read(body, Where).place)
        return None

    async def only(self, seat: Seat, body: bytes) -> object:
        """Leave out texts in languages that the reader does not read."""
        seat.languages = _read(body, Only).languages
        return None

    async def standing(self, seat: Seat, _: bytes) -> object:
        """Say how far the reading is."""
        return self.groups.desk.standing(seat)

    async def entries(self, seat: Seat, body: bytes) -> object:
        """List the themes that may be paraphrased."""
        return await self.groups.entries(seat, _read(body, In).language)

    async def source(self, seat: Seat, body: bytes) -> object:
        """Show the texts behind a theme."""
        return await self.groups.source(seat, _theme(_read(body, Named)))

    async def write(self, seat: Seat, body: bytes) -> object:
        """Keep a paraphrase, or say what is wrong with it."""
        return await self.groups.write(seat, _read(body, Worded))

    async def sign(self, seat: Seat, body: bytes) -> object:
        """Sign another reader's paraphrase, or say what hinders it."""
        return await self.groups.sign(seat, _read(body, Worded))

    async def drop(self, _: Seat, body: bytes) -> object:
        """Throw a paraphrase away that nobody signed."""
        await self.groups.drop(_theme(_read(body, Named)))
        return None

    async def lendable(self, seat: Seat, body: bytes) -> object:
        """Show the words below a theme that their authors agreed to show."""
        return await self.quotes.candidates(seat, _theme(_read(body, Named)))

    async def lend(self, seat: Seat, body: bytes) -> object:
        """Propose one person's words, or say what keeps them here."""
        return await self.quotes.propose(seat, _read(body, Picked))

    async def lend_sign(self, seat: Seat, body: bytes) -> object:
        """Sign what another reader proposed, or say what hinders it."""
        return await self.quotes.sign(seat, _read(body, Picked))

    async def lend_drop(self, _: Seat, body: bytes) -> object:
        """Throw away what nobody signed."""
        await self.quotes.drop(_read(body, Picked))
        return None

    async def stay(self, _seat: Seat, _: bytes) -> object:
        """Take note that somebody is still there."""
        return None

    async def lock(self, _seat: Seat, _: bytes) -> object:
        """End the sitting."""
        self.session.lock()
        return None


class _UnreadError(Exception):
    """The page said something that no page of this program says."""


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        pass
    raise _UnreadError


def _json(what: Any, status: int = 200) -> web.Response:  # noqa: ANN401 (any JSON)
    return web.Response(
        body=_WRITTEN(what), status=status, content_type="application/json"
    )


def _theme(it: Named) -> Theme:
    return Theme(it.batch, it.entry, it.language)


def _named(groups: Groups, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return languages with their own names for themselves."""
    names = dict(groups.desk.words.language_names())
    return [(code, names.get(code, code)) for code in languages]
