"""A process of Sotto that cannot start, or did not do what it was for."""

from pathlib import Path

from bot.errors import SottoError


class AlreadyServingError(SottoError):
    """Another process serves this data folder: stop that one."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"another process already serves {home}."
            " Stop that one first, or name another SOTTO_HOME."
        )


class RefusedError(SottoError):
    """The computer refuses to read or write something: see why, and mend that."""

    def __init__(self, refused: OSError) -> None:
        place = f" {refused.filename}" if refused.filename else ""
        super().__init__(
            f"the computer refused{place} ({refused.strerror or 'no reason given'})."
            " Look at the free space of the disk, and who owns the files, then run"
            " this again."
        )


class StepFailedError(SottoError):
    """A step before the main job failed and has said why: mend that first."""

    def __init__(self, command: str) -> None:
        super().__init__(
            f"`sotto {command}` did not finish; its reason stands above."
            " Mend that, then start again: it goes on where it stopped."
        )


class RehearsalVaultError(SottoError):
    """The rehearsal's vault did not finish: start over."""

    def __init__(self) -> None:
        super().__init__(
            "the rehearsal's vault stopped before it was done."
            " Read what it said above this line, then press “Start over”."
        )


class PortsBusyError(SottoError):
    """No port was free for the rehearsal's page: choose another one."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(
            f"the ports {first} to {last} of this computer are all in use."
            " Set SOTTO_PORT to another number, then start again."
        )


class DemoError(SottoError):
    """The demo ended without a digest: report it."""

    def __init__(self) -> None:
        super().__init__(
            "the demo ended and no digest arrived, which should not happen."
            " Please report it."
        )


class LeakError(SottoError):
    """Something that must never rest was found in a file: stop, and report it."""

    def __init__(self) -> None:
        super().__init__(
            "an account number or a text was found in a file, which must never happen."
            " Do not use this version, and please report it."
        )
