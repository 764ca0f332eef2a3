"""How a deployment stands, in a few lines for whoever runs it.

Pure: told from what `bot.signs` saw. Rule: nothing here counts answers that wait; how
many people spoke is nobody's to know before the vault mixes them.
"""

from collections.abc import Mapping

from bot.doctor import Signs, monday
from bot.weeks import Week

_SERVING = {True: "yes", False: "no", None: "cannot be told from this account"}
_GIB = 2**30


def status(signs: Signs) -> str:
    """Return the lines: what runs, what comes next, what waits, what it stands on."""
    if signs.vault_only:
        return _rows(
            {"gathering": _gathering(signs), "keys": _keys(signs), "disk": _disk(signs)}
        )
    rows = {
        "serving": _SERVING[signs.serving],
        "telegram": _telegram(signs),
        "database": signs.database or f"version {signs.version}",
        "gathering": _gathering(signs),
        "outbox": _outbox(signs),
        "keys": _keys(signs),
        "languages": _languages(signs),
        "helplines": signs.helplines or _helplines(signs),
        "backup": _backup(signs),
        "disk": _disk(signs),
    }
    return _rows(rows)


def _rows(rows: Mapping[str, str]) -> str:
    return "\n".join(f"{name + ':':<11}{text}" for name, text in rows.items())


def _disk(signs: Signs) -> str:
    return f"{signs.free / _GIB:.1f} GiB free"


def _backup(signs: Signs) -> str:
    if signs.backup is None:
        return "none was written yet: `deploy/sotto backup`"
    return f"written in the week of {monday(signs.backup)}"


def _telegram(signs: Signs) -> str:
    if signs.heard is None:
        return "not known when it answered last"
    return f"answered {_ago(signs.heard)}"


def _ago(seconds: float) -> str:
    """Say coarsely how long ago something was."""
    minutes = int(seconds // 60)
    for size, name in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            many = minutes // size
            return f"{many} {name}{'s' if many > 1 else ''} ago"
    return "less than a minute ago"


def _gathering(signs: Signs) -> str:
    following = monday(Week(signs.week + 1))
    if signs.last_tick is not None and signs.last_tick >= signs.week:
        return f"done for this week; the next from {following} (UTC)"
    before = "" if signs.last_tick is None else f", after {monday(signs.last_tick)}"
    if signs.vault_here:
        return f"this week's is still to come{before}: `deploy/sotto gather`"
    return f"not on this machine{before}; the next week begins on {following}"


def _outbox(signs: Signs) -> str:
    if signs.database:
        return "cannot be read"
    if signs.waited is None:
        return "nothing is overdue"
    return f"the oldest message has waited {signs.waited} days or more"


def _keys(signs: Signs) -> str:
    if signs.database or signs.keys:
        return signs.keys or "cannot be read"
    if signs.closes is None:
        return "no round is open: `deploy/sotto keys new`"
    return f"{signs.fingerprint}, a round is open until {monday(signs.closes)}"


def _languages(signs: Signs) -> str:
    said = ", ".join(
        f"{code} (draft)" if code in signs.drafts else code for code in signs.languages
    )
    alone = "; one person approves texts alone" if signs.single_person else ""
    return said + alone


def _helplines(signs: Signs) -> str:
    overdue = ", ".join(f"{country} {number}" for country, number in signs.overdue)
    said = ", ".join(signs.countries)
    return f"{said}; to be checked again: {overdue}" if overdue else said
