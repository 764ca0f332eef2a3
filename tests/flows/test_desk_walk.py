"""Three people tap and write whatever they like at the desk, and nothing goes wrong."""

from pathlib import Path
from random import Random

from deployments import Deployment, trial
from desks import ADMIN, OTHER, READER, seated, wordings
from phones import Phone

from bot.conversation.events import Other
from bot.flows.desk.moves import CHANGES, LOOKS, WHOLE
from bot.flows.desk.places import Press, digits
from bot.words.standing import CRITICAL
from bot.words.versions import PROGRAM, Stage

STEPS = 90
TEXTS = ("button.skip", "S1", "R2a", "C2.mix", "Q.head", "word.stop", "programme.x")
WORDS = (
    "⏭ Bỏ qua nhé",
    "button.skip",
    "{name} {digits}",
    "",
    "\u2068",
    "/",
    "/translate",
    "/translate vi",
    "/translate vi R2a",
    "/translate ar X3",
    "/translate en button.skip",
    "/translate invite vi",
    "/export vi",
    "/themes",
    "a" * 4096,
    "🙂" * 2048,
    "Xin chào!",
    "\u202e\x00",
    "{",
    "{a.b[0]!r:>9}",
    "<b>",
)


def offered(phone: Phone) -> list[tuple[str, int]]:
    """Return every button that is on a phone, the newest messages twice."""
    every = list(phone.door.chats[phone.person].items())[-12:]
    return [
        (tap[1], at)
        for at, message in (*every, *every[-2:])
        for row in message.rows
        for tap in row
        if isinstance(tap, tuple)
    ]


def forged(dice: Random) -> str:
    """Return a press that fits its form and may mean anything."""
    verb = dice.choice((*LOOKS, *CHANGES, *WHOLE, "seen", "home", "x"))
    code = dice.choice(("vi", "ar", "en", "xx", ""))
    text = dice.choice((digits(dice.choice(TEXTS)), "missing", ""))
    return Press(verb, code, text, dice.randrange(4)).data()


async def step(d: Deployment, phone: Phone, dice: Random) -> None:
    """Let somebody do one thing."""
    match dice.randrange(10):
        case 0 | 1:
            await phone.write(dice.choice(WORDS))
        case 2:
            d.door.files["f"] = dice.choice((b"", b"PK", b'msgid ""\nmsgstr ""\n'))
            await phone.send(dice.choice((Other.FILE, Other.VOICE, Other.PHOTO)), "f")
        case 3:
            await phone.press(forged(dice), d.door.last(phone.person)[0])
        case 4:
            await phone.again()
        case _:
            every = offered(phone)
            data, at = dice.choice(every) if every else ("t:w:home", 1)
            await phone.press(data, at)


async def sound(d: Deployment) -> None:
    """Hold what rests against what the desk promises."""
    for one in await d.serving.store.wordings():
        hurts = one.id.partition(".")[0] in CRITICAL and one.language != "en"
        if one.stage is Stage.LIVE:
            assert one.approver not in {one.author, PROGRAM, ""}
            assert one.back_by not in {one.author, ""} or not hurts
        words = [form for form in one.forms if len(form) > 3 and form not in TEXTS]
        for act in await d.serving.store.acts():
            assert not [word for word in words if word in act.what]


async def walk(d: Deployment, seed: int, steps: int = STEPS) -> None:
    """Let three people go about for a while."""
    dice = Random(seed)  # noqa: S311 (which button is tapped is no secret)
    people = [
        await seated(d, "admin", ADMIN),
        await seated(d, "admin", OTHER),
        await seated(d, "reader", READER, "vi"),
    ]
    for phone in people:
        await phone.write("/translate vi button.skip")
    for _ in range(steps):
        await step(d, dice.choice(people), dice)
    await sound(d)


async def test_whatever_people_do_nothing_goes_wrong(tmp_path: Path) -> None:
    """No error, no message too long, nothing live that one person alone decided."""
    async with trial(tmp_path) as d:
        await walk(d, seed=7)
        assert await wordings(d, "xx") == []
