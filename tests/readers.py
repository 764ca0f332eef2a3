"""A vault's home with texts to be read, in six scripts, and a passphrase that is quick.

Its keys, rows and files are real ones; only the cost of a guess is small. The texts are
made up for these tests.
"""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import SystemRandom
from typing import Protocol

from answers import DEFAULT, PEPPER, Vault
from databases import migrated
from databases import opened as stored
from released import WORDS

from bot.keeper import Gathering, key_file, ledger_file
from bot.keeper import Vault as OpenVault
from bot.pin import fingerprint_of, write_pin
from bot.reading.desk import Shuffle
from bot.reading.groups import Groups
from bot.reading.reasons import refused
from bot.responses import Answer, Response
from bot.settings import Settings, load
from bot.store.ledger import Ledger
from bot.store.records import Round, SealedRow, Work
from bot.themes import paraphrases, quotes
from bot.vault import keys
from bot.vault.files import write_new
from bot.weeks import Week, week_begins

WEEK = Week(200)
SHUFFLE: Shuffle = SystemRandom().shuffle
PHRASE = "six plain words for a test"
TEXTS: tuple[tuple[str, str, str], ...] = (
    ("uk", "Q6", "Працівниці привітні, і мене завжди уважно слухають."),
    ("uk", "Q7", "У кімнаті холодно вночі, і опалення не працює."),
    ("uk", "Q7", "Мене звати Олена, я чекаю на документи вже дуже довго."),
    ("ar", "Q6", "العاملون لطفاء، والطعام جيد ودافئ كل مساء."),
    ("ar", "Q7", "الغرفة باردة جدا في الليل، وأحتاج إلى طبيب للأطفال."),
    ("ar", "Q7", "اسمي سميرة ورقم هاتفي ٠٥٥١٢٣٤٥٦٧، أريد أن أتعلم اللغة."),
    ("ti", "Q6", "ሰራሕተኛታት ሕያዎት እዮም፣ ብትዕግስቲ ድማ ይሰምዑና።"),
    ("ti", "Q7", "ናይ ስራሕ ፍቓድ ንምርካብ ነዊሕ ግዜ ንጽበ ኣለና።"),
    ("ti", "Q7", "ቋንቋ ንምምሃር ዝያዳ ሰዓታት የድልየና እዩ።"),
    ("bn", "Q6", "এখানকার কর্মীরা খুব দয়ালু, তারা মন দিয়ে কথা শোনেন।"),
    ("bn", "Q7", "রাতে ঘর খুব ঠান্ডা থাকে, আর গরম পানি নেই।"),
    ("bn", "Q7", "কাগজপত্রের জন্য অনেক দিন অপেক্ষা করতে হয়।"),
    ("th", "Q6", "เจ้าหน้าที่ใจดีและรับฟังเราเสมอ อาหารก็อร่อย"),
    ("th", "Q7", "ห้องหนาวมากตอนกลางคืน อยากได้ผ้าห่มเพิ่ม"),
    ("th", "Q7", "อยากเรียนภาษาเพื่อหางานทำด้วยตัวเอง"),
    ("zh_Hans", "Q6", "工作人员很友善，总是耐心听我们说话。"),
    ("zh_Hans", "Q7", "房间晚上很冷，希望能修好暖气。"),
    ("zh_Hans", "Q7", "等待证件的时间太长，我想早点工作。"),
    ("en", "Q6", "The staff are kind and they listen to me."),
    ("en", "Q7", "My name is Anna. The rooms are cold, and I wait for my papers."),
)
"""(language, question, words): one text each of twenty people."""
MARKER = "Олена"
"""A word of one of the texts, which must be nowhere in the clear afterwards."""


def because(why: paraphrases.Refusal | quotes.Refusal, language: str = "en") -> str:
    """Return what a reader is told of why words stay in the vault."""
    return WORDS.say(language, refused(why))


class Lay(Protocol):
    """Lays out the desk of a home."""

    async def __call__(self, shuffle: Shuffle = SHUFFLE) -> Groups:
        """Open the vault and look for texts."""


@dataclass
class Home:
    """A vault's home on the machine of its server, in a week of its own."""

    settings: Settings
    week: Week
    vault: Vault = field(default_factory=lambda: Vault(secrets.token_bytes(32)))

    @property
    def round(self) -> Round:
        """Return the one round that is open."""
        return self.vault.key.round

    async def send(self, *responses: Response) -> list[SealedRow]:
        """Let answers rest, each in a row of its own."""
        rows = [
            SealedRow(
                id=secrets.randbits(63),
                round=self.round.id,
                locator=secrets.token_bytes(16),
                envelope=self.vault.sealer.seal(response),
            )
            for response in responses
        ]
        async with stored(self.settings.database_path) as store:
            await store.commit(Work(sealed=tuple(rows)))
        return rows

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[OpenVault]:
        """Open the vault as the keeper does."""
        gathering = Gathering(self.settings, PHRASE)
        async with gathering.opened(self.at) as vault:
            yield vault

    @property
    def at(self) -> int:
        """Return a moment of the week."""
        return week_begins(self.week) + 3600


async def made(folder: Path, week: Week, **variables: str) -> Home:
    """Make a home with one round, which opened five weeks ago."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    settings = load(
        {
            "SOTTO_HOME": str(home),
            "SOTTO_LANGUAGES": "en",
            "SOTTO_SHOW_DRAFTS": "true",
            **variables,
        }
    )
    vault = Vault(secrets.token_bytes(32), opens=week - 5)
    it = Home(settings, week, vault)
    migrated(settings.database_path)
    async with stored(settings.database_path) as store:
        await store.add_rounds([it.round])
    write_pin(settings.pin_file, fingerprint_of([it.round], b""))
    settings.vault_folder.mkdir(mode=0o700)
    ledger = await Ledger.open(ledger_file(settings), create=True)
    await ledger.add_rounds([replace(it.round, pepper_id=b"")])
    await ledger.close()
    wrapped = keys.wrap(vault.seed, PHRASE, keys.Cost(64, 1, 1))
    write_new(key_file(settings, it.round.id), wrapped)
    return it


def written(
    texts: Sequence[tuple[str, str, str]], week: Week, pool: str = "network"
) -> list[Response]:
    """Return one answer of a person of her own for each text, sent last week."""
    return [
        Response(
            answer_id=secrets.token_bytes(16),
            voice=secrets.token_bytes(16),
            pepper=PEPPER,
            pool=pool,
            language=language,
            form=DEFAULT.name,
            form_version=DEFAULT.version,
            sent_week=Week(week - 1),
            ready_week=week,
            answers=(Answer(question, text=words),),
        )
        for language, question, words in texts
    ]
