"""How a deployment stands, in a few lines for whoever runs it.

Pure: told from what `bot.signs` saw. Rule: nothing here counts answers that wait; how
many people spoke is nobody's to know before the vault mixes them.
"""

from bot.doctor import Signs, monday
from bot.weeks import Week

_SERVING = {True: "yes", False: "no", None: "cannot be told from this account"}
_GIB = 2**30


def status(signs: Signs) -> str:
    """Return the lines: what runs, what comes next, what waits, what it stands on."""
    rows = {
        "serving": _SERVING[signs.serving],
        "database": signs.database or f"version {signs.version}",
        "gathering": _gathering(signs),
        "outbox": _outbox(signs),
        "keys": _keys(signs),
        "languages": _languages(signs),
        "helplines": signs.helplines or _helplines(signs),
        "disk": f"{signs.free / _GIB:.1f} GiB free",
    }
    return "\n".join(f"{name + ':':<11}{text}" for name, text in rows.items())


def _gathering(signs: Signs) -> str:
    following = monday(Week(signs.week + 1))
    if not signs.vault_here:
        return f"not on this machine; the next week begins on {following}"
    if signs.last_tick is not None and signs.last_tick >= signs.week:
        return f"done for this week; the next from {following} (UTC)"
    return "this week's is still to come: `deploy/sotto gather`"


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
    return ", ".join(
        f"{code} (draft)" if code in signs.drafts else code for code in signs.languages
    )


def _helplines(signs: Signs) -> str:
    overdue = ", ".join(f"{country} {number}" for country, number in signs.overdue)
    said = ", ".join(signs.countries)
    return f"{said}; to be checked again: {overdue}" if overdue else said
