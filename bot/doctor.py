"""What is missing or unsafe in a deployment, told in lines that say what to do.

Pure: `bot.signs` looks, this module judges. One table of checks; each turns what was
seen into lines marked ok, look (it works, but somebody should know) or stop (people
would be harmed, misled or not served). Rule: a line that is not ok says what to do.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from bot.weeks import FIRST_MONDAY, Week

SOON_WEEKS = 4
"""Weeks before the end of a round from which the keeper is told to open the next."""
CLOCK_SECONDS = 3600
"""A clock further than this from Telegram's is wrong."""
MOST_READER_WORDS = 6
"""So long a name leaves the consent within eighty words."""
SPARE_MEMORY = 64
"""MiB that a process needs beside the memory that trying a passphrase takes."""
UNSIGNED = "People with lived experience have not yet checked these words"
"""As /about says it, until the wording is signed."""
ONE_MACHINE = (
    "the vault's keys lie beside the database: this protects a stolen disk or backup;"
    " it does not protect from whoever controls this server"
)


class Mark(Enum):
    """How a line is meant: all is well, somebody should know, or do not go on."""

    OK = "ok"
    LOOK = "look"
    STOP = "stop"


class Line(NamedTuple):
    """One thing that was checked; `remedy` is empty only where all is well."""

    mark: Mark
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What was seen of a deployment. A problem is an error's own line, "" for none.

    `set_up` tells whether there is a database at all; `unsaid` are settings of the
    notice that nobody filled in; `closes` is the week in which the open round ends;
    `memory`, `needed` are MiB; `serving` None: cannot be told; `overdue` are (country,
    number); `waited` are the days of the oldest message due; `last_tick` is the week of
    the last gathering, None where there was none; `newest` the latest week in which
    anything was noted; `heard` and `ahead` are the seconds since Telegram answered, and
    by which our clock is before its own, None where that is not known; `named` tells
    whether the settings say who opens answers, `reader_words` in how many English
    words, `unattended` whether the passphrase to
    the vault lies on this machine; `vault_only` whether this is a home of the vault's
    side alone; `focal_point` tells whether a reader who must act is told whom to call;
    `backup` is the week of the last backup, None where there was none.
    """

    set_up: bool = True
    vault_only: bool = False
    trial: bool = False
    token: bool = False
    unsaid: tuple[str, ...] = ()
    database: str = ""
    version: str = ""
    files: str = ""
    secrets: str = ""
    keys: str = ""
    fingerprint: str = ""
    week: Week
    closes: Week | None = None
    programmes: int = 0
    designers: int = 0
    admins: int = 0
    countries: tuple[str, ...] = ()
    helplines: str = ""
    overdue: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    show_drafts: bool = False
    single_person: bool = False
    unsigned: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()
    memory: int | None = None
    needed: int = 0
    talk_keys_rest: bool = False
    swap: bool = False
    vault_here: bool = False
    reader_in_programme: bool = False
    duty_to_act: bool = False
    focal_point: bool = False
    serving: bool | None = None
    waited: int | None = None
    last_tick: Week | None = None
    newest: Week | None = None
    heard: float | None = None
    ahead: float | None = None
    named: bool = False
    reader_words: int = 0
    unattended: bool = False
    free: int = 0
    backup_key: bool = False
    backup: Week | None = None


def monday(week: Week) -> date:
    """Return the day on which a week begins."""
    return FIRST_MONDAY + timedelta(weeks=week)


def examine(signs: Signs) -> list[Line]:
    """Return every line, in the order in which a person would mend things."""
    checks = OF_THE_VAULT if signs.vault_only else CHECKS
    return [line for check in checks for line in check(signs)]


def healthy(lines: Iterable[Line]) -> bool:
    """Tell whether nothing says stop."""
    return all(line.mark is not Mark.STOP for line in lines)


def written(lines: Iterable[Line]) -> str:
    """Return the lines as a person reads them."""
    return "\n".join(
        f"{line.mark.value:<5} {line.text}."
        + (f" {line.remedy}" if line.remedy else "")
        for line in lines
    )


def _failed(problem: str) -> Line:
    """Return the line of an error, which already says what to do."""
    text, _, remedy = problem.partition(". ")
    return Line(Mark.STOP, text.removesuffix("."), remedy or "Mend that first.")


def _notice(signs: Signs) -> Iterator[Line]:
    if not signs.unsaid:
        yield Line(Mark.OK, "who runs this, how to reach them, where to complain: set")
        return
    names = ", ".join(signs.unsaid)
    yield Line(
        Mark.LOOK if signs.trial else Mark.STOP,
        f"the notice that people read has no {names}",
        "Set it in sotto.toml; people are told who runs this before they answer.",
    )


def _trial(signs: Signs) -> Iterator[Line]:
    if signs.trial:
        yield Line(
            Mark.LOOK,
            "this is a trial, and says so to everybody",
            "Keep true words out of it; `deploy/sotto setup` makes a real one"
            " in another SOTTO_HOME.",
        )


def _token(signs: Signs) -> Iterator[Line]:
    if signs.token:
        yield Line(Mark.OK, "the Telegram token is set")
    else:
        yield Line(
            Mark.STOP,
            "there is no Telegram token, so nobody can be served",
            "Ask @BotFather for one, and set telegram_token in sotto.toml.",
        )


def _database(signs: Signs) -> Iterator[Line]:
    if signs.database:
        yield _failed(signs.database)
    else:
        yield Line(
            Mark.OK, f"the database is at this program's version {signs.version}"
        )


def _files(signs: Signs) -> Iterator[Line]:
    if signs.files:
        yield _failed(signs.files)
    else:
        yield Line(Mark.OK, "words and forms can be read")


def _permissions(signs: Signs) -> Iterator[Line]:
    if not signs.set_up:
        return
    for path in signs.readable:
        yield Line(
            Mark.STOP, f"other users can look into {path}", f"Run: chmod -R go= {path}"
        )
    if not signs.readable:
        yield Line(Mark.OK, "no other user can look into the data folder")


def _secrets(signs: Signs) -> Iterator[Line]:
    if not signs.set_up or not (signs.database or signs.fingerprint):
        return  # they come with the first keys
    if signs.secrets:
        yield _failed(signs.secrets)
    else:
        yield Line(Mark.OK, "the host's secrets are all there")


def _keys(signs: Signs) -> Iterator[Line]:
    if signs.database:
        return
    if signs.keys:
        yield _failed(signs.keys)
    elif signs.fingerprint:
        yield Line(Mark.OK, f"the public keys are the pinned ones: {signs.fingerprint}")


def _round(signs: Signs) -> Iterator[Line]:
    remedy = (
        "Run `deploy/sotto keys new`; where the vault has a machine of its own, run it"
        " there, and `deploy/sotto keys accept` here."
    )
    if signs.database:
        return
    if signs.closes is None:
        yield Line(Mark.STOP, "no round is open, so no answer can be locked", remedy)
    elif signs.closes - signs.week <= SOON_WEEKS:
        ends = monday(signs.closes)
        yield Line(Mark.LOOK, f"the open round ends soon, on {ends}", remedy)
    else:
        yield Line(Mark.OK, f"a round is open until {monday(signs.closes)}")


def _people(signs: Signs) -> Iterator[Line]:
    if signs.database:
        return
    if not signs.programmes:
        yield Line(
            Mark.STOP,
            "there is no open service that people could talk about",
            "Run `deploy/sotto programme add`.",
        )
    if not signs.designers:
        yield Line(
            Mark.LOOK,
            "nobody is told what people say",
            "Run `deploy/sotto staff invite --role designer`.",
        )
    if not signs.admins:
        yield Line(
            Mark.LOOK,
            "nobody is told when something needs a person",
            "Run `deploy/sotto staff invite --role admin`.",
        )


def _clock(signs: Signs) -> Iterator[Line]:
    remedy = "Set it right (in Debian, by systemd-timesyncd), then start Sotto again."
    if signs.ahead is not None and abs(signs.ahead) > CLOCK_SECONDS:
        hours = round(abs(signs.ahead) / 3600)
        side = "ahead of" if signs.ahead > 0 else "behind"
        yield Line(Mark.STOP, f"the clock is {hours} hours {side} Telegram's", remedy)
    elif signs.ahead is None and signs.newest is not None and signs.newest > signs.week:
        noted = f"something was noted in the week of {monday(signs.newest)}"
        yield Line(
            Mark.STOP,
            f"the clock says the week of {monday(signs.week)}, yet {noted}",
            f"{remedy} If it was wrong then and is right now, only wait.",
        )
    else:
        yield Line(Mark.OK, "nothing speaks against the clock")


def _helplines(signs: Signs) -> Iterator[Line]:
    if signs.helplines:
        yield _failed(signs.helplines)
        return
    for country, number in signs.overdue:
        yield Line(
            Mark.LOOK,
            f"{country}: {number} was not checked in the last 90 days",
            "Call it, then write the day where `deploy/sotto helplines check` says.",
        )
    if not signs.overdue:
        countries = ", ".join(signs.countries)
        yield Line(Mark.OK, f"helplines are there and not overdue: {countries}")


def _languages(signs: Signs) -> Iterator[Line]:
    listed, drafts = ", ".join(signs.languages), ", ".join(signs.drafts)
    yield (
        Line(Mark.OK, f"languages offered: {listed}")
        if signs.languages or signs.files
        else Line(
            Mark.STOP,
            "no language can be offered",
            "Set languages in sotto.toml; drafts need show_drafts = true.",
        )
    )
    if drafts and signs.show_drafts:
        yield Line(
            Mark.LOOK,
            f"translations that no native reader has signed are shown: {drafts}",
            "Let one read them, or set show_drafts = false.",
        )
    elif drafts:
        yield Line(
            Mark.LOOK,
            f"drafts are held back: {drafts}",
            "Let a native reader read them, or set show_drafts = true.",
        )


def _one_person(signs: Signs) -> Iterator[Line]:
    if signs.single_person:
        yield Line(
            Mark.LOOK,
            "one person may approve texts that they wrote themselves",
            "Find a second pair of eyes; then set single_person = false.",
        )


def _advisers(signs: Signs) -> Iterator[Line]:
    if signs.unsigned:
        yield Line(
            Mark.LOOK,
            f"{UNSIGNED} ({', '.join(signs.unsigned)})",
            "Ask paid survivor advisers; then sign in signoff.toml in the data folder"
            " what `deploy/sotto words hashes` prints.",
        )


def _backups(signs: Signs) -> Iterator[Line]:
    if not signs.set_up or signs.trial:
        return
    if not signs.backup_key:
        yield Line(
            Mark.LOOK,
            "there is no key for backups yet: if this disk breaks, all of it is lost",
            "Run `deploy/sotto keys backup --to FILE`; then every day"
            " `deploy/sotto backup FILE`.",
        )
        return
    fresh = signs.backup is not None and signs.week - signs.backup <= 1
    said = "no backup was written yet"
    if signs.backup is not None:
        said = f"the newest backup is of the week of {monday(signs.backup)}"
    remedy = "Run `deploy/sotto backup FILE`, and see why nothing else did."
    yield Line(Mark.OK if fresh else Mark.LOOK, said, "" if fresh else remedy)


def _memory(signs: Signs) -> Iterator[Line]:
    wanted = signs.needed + SPARE_MEMORY
    if signs.memory is None:
        yield Line(
            Mark.LOOK,
            "how much memory is free cannot be told here",
            f"Trying the vault's passphrase takes {wanted} MiB; see that it is there.",
        )
    elif signs.memory >= wanted:
        yield Line(Mark.OK, f"there is memory for the vault's key ({wanted} MiB)")
    else:
        yield Line(
            Mark.STOP if signs.vault_here else Mark.LOOK,
            f"{signs.memory} MiB of memory are free, the vault's key takes {wanted}",
            "Stop other programs, or gather on a larger machine.",
        )


def _talk_keys(signs: Signs) -> Iterator[Line]:
    if signs.talk_keys_rest:
        yield Line(Mark.OK, "keys of running talks lie in memory and outlive a restart")
    else:
        yield Line(
            Mark.LOOK,
            "there is no memory file system: a restart ends the talks that run",
            "Mount a tmpfs at /dev/shm, if that matters.",
        )


def _swap(signs: Signs) -> Iterator[Line]:
    if signs.swap:
        yield Line(
            Mark.LOOK,
            "this machine swaps memory to a disk, and keys lie in memory",
            "Switch swap off, or make sure that it is encrypted.",
        )


def _machines(signs: Signs) -> Iterator[Line]:
    if signs.vault_here:
        yield Line(Mark.LOOK, ONE_MACHINE, "Let few people log in here.")
    elif signs.set_up:
        yield Line(Mark.OK, "no private key of the vault lies in this data folder")


def _reader_name(signs: Signs) -> Iterator[Line]:
    if signs.reader_words > MOST_READER_WORDS:
        yield Line(
            Mark.LOOK,
            f"who opens answers is said in {signs.reader_words} words, which makes the"
            " consent longer than people read",
            f"Say it in {MOST_READER_WORDS} words at most: reader.en in sotto.toml.",
        )


def _who_opens(signs: Signs) -> Iterator[Line]:
    if signs.named and signs.unattended:
        yield Line(
            Mark.STOP,
            "the vault's passphrase lies on this machine, so that it opens answers by"
            " itself, yet people are told that somebody does (reader)",
            'Say so in sotto.toml, reader.en = "The server of ...", or take the'
            " passphrase away and type it.",
        )
    elif not signs.named and signs.set_up and not signs.vault_here:
        yield Line(
            Mark.LOOK,
            "people are not told that a person opens answers, and no key is here",
            'Say in sotto.toml who opens them: reader.en = "...", and so on for each'
            " language.",
        )
    else:
        yield Line(Mark.OK, "who opens answers is said as it is, as far as one sees")


def _reader(signs: Signs) -> Iterator[Line]:
    if signs.reader_in_programme:
        yield Line(
            Mark.LOOK,
            "a reader works in the programme, so questions of free text are left out",
            "Let somebody from outside read, then set reader_in_programme = false.",
        )
    else:
        yield Line(Mark.OK, "by the settings, no reader works in the programme")


def _duty(signs: Signs) -> Iterator[Line]:
    if signs.duty_to_act and signs.vault_here and not signs.focal_point:
        yield Line(
            Mark.LOOK,
            "a reader may have to act, and the desk does not say whom to call",
            'Set focal_point = "..." in sotto.toml.',
        )


CHECKS: tuple[Callable[[Signs], Iterator[Line]], ...] = (
    _trial,
    _notice,
    _token,
    _files,
    _database,
    _permissions,
    _secrets,
    _keys,
    _round,
    _clock,
    _people,
    _helplines,
    _languages,
    _one_person,
    _advisers,
    _memory,
    _talk_keys,
    _swap,
    _backups,
    _machines,
    _who_opens,
    _reader_name,
    _reader,
    _duty,
)
OF_THE_VAULT: tuple[Callable[[Signs], Iterator[Line]], ...] = (
    _permissions,
    _keys,
    _round,
    _memory,
    _swap,
)
"""What is asked of a home that has the vault's side alone."""
