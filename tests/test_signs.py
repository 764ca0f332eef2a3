"""What is seen of a real deployment, sound and broken, and how status tells it."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from deployments import Deployment, linked, trial
from msgspec import structs
from two_homes import two_homes

from bot import copies
from bot.app import serving
from bot.backup import back_up, make_key
from bot.doctor import Mark, Signs, examine
from bot.errors.settings import (
    FreeTextOnlyError,
    NoticeMissingError,
    SettingError,
    UnknownLanguageError,
)
from bot.facts import read_facts
from bot.flows.publish import waited_days
from bot.flows.staff import invite
from bot.keyring import listed
from bot.presence import alone
from bot.questions import Kind
from bot.settings import Settings, load
from bot.signs import _unattended, free_mebibytes, look, readable, swaps
from bot.status import status
from bot.store.records import DigestRow, OutboxRow, SealedRow, Work
from bot.weeks import DAY, Week, week_of


async def seen(d: Deployment, **changed: object) -> Signs:
    """Look at a trial, with some settings changed."""
    return await look(at_home(d.settings, **changed), d.clock.at, config(d))


def at_home(settings: Settings, **changed: object) -> Settings:
    """Return settings of the same home, with some changed."""
    texts = {f"SOTTO_{name.upper()}": str(value) for name, value in changed.items()}
    return load({"SOTTO_HOME": str(settings.home), **texts})


def config(d: Deployment) -> Path:
    """Return the settings file."""
    return d.settings.home / "sotto.toml"


async def test_a_trial_is_seen_as_it_is(tmp_path: Path) -> None:
    """Keys, round, services, languages and the vault beside them, all as they are."""
    async with trial(tmp_path) as d:
        signs = await seen(d)
        (one,) = await d.serving.store.rounds()
    assert (signs.database, signs.files, signs.secrets, signs.keys) == ("", "", "", "")
    assert signs.fingerprint
    assert (signs.closes, signs.programmes) == (one.closes_week, 3)
    assert signs.languages[:3] == ("en", "uk", "ar")
    assert signs.drafts == signs.languages[1:]
    assert (signs.trial, signs.vault_here, signs.unsaid) == (True, True, ())
    assert signs.needed == 256
    assert signs.free > 0


async def test_a_vault_of_another_user_beside_is_seen(tmp_path: Path) -> None:
    """The home of the vault's own user on this machine counts, though it is closed."""
    home = tmp_path / "sotto"
    settings = load({"SOTTO_HOME": str(home)})
    assert not (await look(settings, 0, home / "sotto.toml")).vault_here
    (tmp_path / "sotto-vault").mkdir(mode=0)
    assert (await look(settings, 0, home / "sotto.toml")).vault_here


async def test_a_swapped_key_and_a_lost_secret_are_seen(tmp_path: Path) -> None:
    """Each becomes a line that says stop; neither hides the other."""
    async with trial(tmp_path) as d:
        pass
    d.settings.pin_file.write_text("other\n", encoding="utf-8")
    (d.settings.secrets_folder / "host-key").unlink()
    signs = await seen(d)
    stops = [line for line in examine(signs) if line.mark is Mark.STOP]
    assert any("not the ones pinned" in line.text for line in stops)
    assert any("host-key" in line.text for line in stops)


async def test_a_database_of_another_version_is_seen(tmp_path: Path) -> None:
    """A file behind this program is told with the command that mends it."""
    async with trial(tmp_path) as d:
        pass
    db = sqlite3.connect(d.settings.database_path)
    with db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.close()
    signs = await seen(d)
    assert "newer program" in signs.database
    assert "cannot be read" in status(signs)


async def test_an_empty_folder_is_seen(tmp_path: Path) -> None:
    """Before any setup, the one remedy is the setup, and nothing is made by looking."""
    home = tmp_path / "home"
    settings = load({"SOTTO_HOME": str(home)})
    signs = await look(settings, 1_800_000_000.0, home / "sotto.toml")
    assert "deploy/sotto setup" in signs.database
    assert not signs.set_up
    assert signs.unsaid == ("organisation", "contact", "authority")
    assert not home.exists()


async def test_a_broken_form_or_language_is_a_sign(tmp_path: Path) -> None:
    """A language without texts is told, and where the codes stand."""
    async with trial(tmp_path) as d:
        signs = await seen(d, languages="en,tlh")
        with pytest.raises(UnknownLanguageError):
            _ = read_facts(at_home(d.settings, languages="tlh")).languages
    assert "no texts in 'tlh'" in signs.files


async def test_drafts_alone_offer_no_language(tmp_path: Path) -> None:
    """Where every language is a draft held back, that is told, and which they are."""
    async with trial(tmp_path) as d:
        signs = await seen(d, languages="uk", show_drafts="false")
    assert (signs.files, signs.languages, signs.drafts) == ("", (), ("uk",))
    assert "no language can be offered" in [line.text for line in examine(signs)]


async def test_what_others_can_look_into_is_seen(tmp_path: Path) -> None:
    """An open folder is named; what lies in a closed one is closed with it."""
    async with trial(tmp_path) as d:
        home, file = d.settings.home, config(d)
        home.chmod(0o700)
        file.chmod(0o644)
        assert readable(d.settings, file) == ()
        home.chmod(0o755)
        assert readable(d.settings, file) == (str(home), str(file))
        file.chmod(0o600)
        home.chmod(0o700)
        outside = tmp_path / "mine.toml"
        outside.write_text("", encoding="utf-8")
        outside.chmod(0o644)
        assert readable(d.settings, outside) == (str(outside),)


async def test_drafts_are_offered_only_where_they_may_be_shown(tmp_path: Path) -> None:
    """Without show_drafts, no survivor is offered a language no reader has signed."""
    async with trial(tmp_path) as d:
        facts = read_facts(at_home(d.settings, show_drafts="false"))
        deployment = await facts.deployment(d.serving.store)
    assert deployment.languages == ("en",)
    assert {"en", "uk", "ar"} < dict(deployment.language_names).keys()


async def test_free_text_is_left_out_where_a_reader_works_there(
    tmp_path: Path,
) -> None:
    """With a reader in the programme no form asks for words of one's own."""
    async with trial(tmp_path) as d:
        settings = at_home(d.settings, reader_in_programme="true")
        whole, tapped = read_facts(d.settings).forms, read_facts(settings).forms
    assert any(q.kind is Kind.FREE for form in whole for q in form.questions)
    assert all(q.kind is not Kind.FREE for form in tapped for q in form.questions)
    assert [form.name for form in whole] == [form.name for form in tapped]


def test_a_form_of_free_text_alone_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A form that would ask nothing at all is an error with a remedy."""
    whole = read_facts(load({})).forms[0]
    free = tuple(q for q in whole.questions if q.kind is Kind.FREE)
    form = replace(whole, questions=free)
    monkeypatch.setattr("bot.facts.read_forms", lambda _: (form,))
    with pytest.raises(FreeTextOnlyError, match="question to tap"):
        read_facts(load({"SOTTO_READER_IN_PROGRAMME": "true"}))


async def test_a_notice_with_holes_is_not_served(tmp_path: Path) -> None:
    """Outside a trial, people are told who runs this, or nobody is served."""
    async with trial(tmp_path) as d:
        door = d.door
    settings = at_home(d.settings, trial="false", contact="-")
    with pytest.raises(NoticeMissingError, match="no contact"):
        async with serving(settings, door, now=d.clock, link=linked):
            pass


async def test_status_tells_who_serves(tmp_path: Path) -> None:
    """A serving process is seen by its lock, and its end too."""
    async with trial(tmp_path) as d:
        async with alone(d.settings.home):
            assert "serving:   yes" in status(await seen(d))
        assert "serving:   no" in status(await seen(d))


async def test_status_tells_when_the_vault_gathers_next(tmp_path: Path) -> None:
    """Before this week's tick it is still to come, afterwards it is done."""
    async with trial(tmp_path) as d:
        before = status(await seen(d))
        await d.gather()
        after = status(await seen(d))
    assert "still to come" in before
    assert "done for this week" in after


async def test_status_tells_how_long_a_message_waits(tmp_path: Path) -> None:
    """The oldest message's days are told; what is due later is not late."""
    async with trial(tmp_path) as d:
        await invite(d.serving.store, "designer", week_of(d.clock.at))
        assert "nothing is overdue" in status(await seen(d))
        row = DigestRow("b", "network", "", "2026-01/2026-02", "10-19", b"{}")
        at = int(d.clock.at) - 3 * DAY
        await d.serving.store.release([row])
        await d.serving.store.plan([OutboxRow("b", 1, "due", 0, at)])
        assert "has waited 3 days" in status(await seen(d))


def test_waiting_is_counted_from_the_first_try() -> None:
    """Pauses between tries belong to the wait; a later day does not."""
    assert waited_days([OutboxRow("b", 1, "due", 0, 10)], 5) is None
    tried = OutboxRow("b", 1, "due", 20, 10 * DAY)
    assert waited_days([tried], 10 * DAY) == 3  # 8 doubled pauses, 12 of six hours
    assert waited_days([], 5) is None


async def test_status_never_counts_what_waits(tmp_path: Path) -> None:
    """With a talk that runs and nine answers that wait, not a byte is another one."""
    async with trial(tmp_path) as d:
        before = status(replace(await seen(d), free=0))
        phone = d.phone(7)
        await phone.start(await d.code())
        await phone.tap("English")
        (one,) = await d.serving.store.rounds()
        rows = tuple(SealedRow(n, one.id, bytes([n]) * 16, bytes(9)) for n in range(9))
        await d.serving.store.commit(Work(sealed=rows))
        after = status(replace(await seen(d), free=0))
    assert before.encode() == after.encode()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "not known when it answered last"),
        (59, "less than a minute ago"),
        (60, "1 minute ago"),
        (7 * 60 + 59, "7 minutes ago"),
        (3600, "1 hour ago"),
        (50 * 3600, "2 days ago"),
        (-5, "less than a minute ago"),
    ],
)
def test_status_says_coarsely_when_telegram_answered(
    seconds: float | None, said: str
) -> None:
    """Never to the second, so that it tells of no single message."""
    assert said in status(Signs(week=Week(100), heard=seconds))


def test_a_passphrase_that_lies_here_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where systemd keeps its credentials; without one there, nothing is claimed."""
    monkeypatch.setattr("bot.signs.CREDENTIALS", (tmp_path, tmp_path / "none"))
    settings = load({"SOTTO_HOME": str(tmp_path / "home")})
    assert not _unattended(settings)
    (tmp_path / "sotto-passphrase").write_text("words", encoding="utf-8")
    assert _unattended(settings)


def test_status_is_plain_about_what_is_missing() -> None:
    """No round, no vault here, overdue helplines: each in its row."""
    text = status(
        Signs(
            week=Week(100),
            countries=("ro",),
            overdue=(("ro", "0800"),),
            languages=("en", "uk"),
            drafts=("uk",),
        )
    )
    assert "no round is open" in text
    assert "not on this machine; the next week begins on 2025-12-08" in text
    assert "to be checked again: ro 0800" in text
    assert "en, uk (draft)" in text
    assert "cannot be told" in text


def test_memory_and_swap_are_the_kernels_own_word(tmp_path: Path) -> None:
    """The lists are read as they are; where there is none, nothing is claimed."""
    listed = tmp_path / "list"
    listed.write_text("MemTotal: 9 kB\nMemAvailable:  524288 kB\n", encoding="ascii")
    assert free_mebibytes(listed) == 512
    assert free_mebibytes(tmp_path / "none") is None
    assert swaps(listed)
    listed.write_text("Filename Type\n", encoding="utf-8")
    assert not swaps(listed)
    assert not swaps(tmp_path / "none")
    assert free_mebibytes(listed) is None


def test_a_week_begins_where_the_calendar_says() -> None:
    """The doctor's dates are Mondays of the product's own calendar."""
    assert week_of(1_764_547_200) == 100
    assert date(2025, 12, 1).weekday() == 0


def test_a_language_error_is_a_setting_error() -> None:
    """It ends the command with 2, like every other wrong setting."""
    assert issubclass(UnknownLanguageError, SettingError)
    assert UnknownLanguageError.exit_code == 2


async def test_a_round_whose_pepper_is_gone_is_not_open(tmp_path: Path) -> None:
    """What serving refuses to begin with, doctor does not call well."""
    async with trial(tmp_path) as d:
        well = await look(d.settings, d.clock.at, d.settings.home / "sotto.toml")
        for path in d.settings.secrets_folder.glob("pepper-*"):
            path.unlink()
        ill = await look(d.settings, d.clock.at, d.settings.home / "sotto.toml")
        assert well.closes is not None
        assert ill.closes is None


async def test_a_vaults_home_is_looked_at_as_one(tmp_path: Path) -> None:
    """Its rounds, fingerprint and last gathering are seen; no server is missed."""
    async with two_homes(tmp_path) as home:
        await home.week()
        config = home.vault.home / "sotto.toml"
        seen = await look(home.vault, home.d.clock.at, config)
        (_, fingerprint) = await listed(home.d.settings)
        assert (seen.vault_only, seen.database) == (True, "")
        assert seen.fingerprint == fingerprint
        assert seen.last_tick == week_of(home.d.clock.at)
        assert "done for this week" in status(seen)
        assert "telegram" not in status(seen)


async def test_the_last_backups_week_is_seen(tmp_path: Path) -> None:
    """A copy that counts is noted by its week, and admins are told when it is old."""
    async with trial(tmp_path) as d:
        home, config, week = d.settings.home, tmp_path / "none", week_of(d.clock.at)
        assert (await look(d.settings, d.clock.at, config)).backup is None
        assert copies.is_late(home, week)
        make_key(d.settings, tmp_path / "backup.key")
        await back_up(d.settings, config, tmp_path / "backup", week)
        seen = await look(d.settings, d.clock.at, config)
        assert (seen.backup_key, seen.backup) == (True, week)
        assert not copies.is_late(home, Week(week + 1))
        assert copies.is_late(home, Week(week + 2))


def test_who_opens_answers_must_be_said_where_the_vault_is_elsewhere(
    tmp_path: Path,
) -> None:
    """Left out, people would read that the server opens them, which is not true."""
    told = {"organisation": "H", "contact": "c", "authority": "a"}
    here = Settings(home=tmp_path, **told)  # type: ignore[arg-type] # three texts
    away = structs.replace(here, vault_elsewhere=True)
    assert here.unsaid == ()
    assert away.unsaid == ("reader",)
    said = structs.replace(
        away, reader={"en": "Two people at H"}, languages=("en", "uk")
    )
    assert said.unsaid == ()
    shown = read_facts(structs.replace(said, show_drafts=True)).reader()
    assert dict(shown.texts) == {"en": "Two people at H", "uk": "Two people at H"}


@pytest.mark.parametrize(
    ("reader", "named"), [("The server of H", False), ("Two people at H", True)]
)
async def test_a_reader_who_is_the_server_is_no_person(
    tmp_path: Path, reader: str, *, named: bool
) -> None:
    """Where the passphrase lies here, saying so is the remedy, and counts as one."""
    async with trial(tmp_path) as d:
        settings = structs.replace(d.settings, reader={"en": reader})
        seen = await look(settings, d.clock.at, tmp_path / "none")
        assert seen.named is named
        assert seen.reader_words == 4
