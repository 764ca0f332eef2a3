"""Gathering, and what it released."""

from bot.errors import SottoError, UsageError


class ClockWrongError(SottoError):
    """The clock is known to be wrong, and what ends goes by it: set it right first."""

    def __init__(self) -> None:
        super().__init__(
            "the clock is more than an hour from Telegram's, and what is destroyed by"
            " it does not come back, so nothing was done. Set it right, then start"
            " Sotto again; `deploy/sotto doctor` says how far it is off."
        )


class NoFontError(SottoError):
    """No font of this machine has a letter, so no picture is drawn: install one."""

    def __init__(self, letter: str) -> None:
        super().__init__(
            f"no font on this machine has the letter U+{ord(letter):04X}, so no picture"
            " was drawn; the message and the files say the same. Install one (in"
            " Debian, fonts-noto-core; fonts-noto-cjk for Chinese, Japanese, Korean)."
        )


class NoPictureError(SottoError):
    """A picture was wanted and could not be drawn: the log says why."""

    def __init__(self) -> None:
        super().__init__(
            "no picture could be drawn; the message and files say the same."
        )


class NothingReleasedError(SottoError):
    """Nothing is released there; the same words whether nobody waits or nine do."""

    def __init__(self) -> None:
        super().__init__(
            "not enough different people yet."
            " Try again next month, or ask for a longer time or a larger group."
        )


class OldLedgerError(SottoError):
    """The ledger is an older copy: put the newest back, or answers are told twice."""

    def __init__(self) -> None:
        super().__init__(
            "the vault's ledger is older than the last gathering, and would tell again"
            " what was told. Put its newest copy back; if that is lost, move this one"
            " away, and `deploy/sotto keys new --now` begins a round with a new ledger;"
            " what earlier rounds hold is then never told."
        )


class AlreadyToldError(SottoError):
    """An answer would be told twice: look for the newest ledger before gathering."""

    def __init__(self) -> None:
        super().__init__(
            "an answer of this tick was told before, so nothing was written."
            " Check that the vault's ledger is its newest copy, then gather again."
        )


class BrokenDigestError(SottoError):
    """A released table cannot be read: restore the database from a backup."""

    def __init__(self) -> None:
        super().__init__(
            "a released digest in the database cannot be read."
            " Restore the database from its last backup."
        )


class WorkerLostError(SottoError):
    """A process that opened envelopes was ended from outside: gather again."""

    def __init__(self) -> None:
        super().__init__(
            "a process that opens envelopes ended too early, often for want of memory."
            " Nothing was written: close other programs and run"
            " `deploy/sotto gather` again."
        )


class BrokenReadingError(SottoError):
    """Something that a reader wrote does not open in its place: restore the vault."""

    def __init__(self) -> None:
        super().__init__(
            "what a reader wrote does not open where it lies: the vault's database was"
            " changed by somebody, or damaged. Put back the copy of the vault's folder;"
            " answers are still gathered, without what was read."
        )


class CodeGoneError(SottoError):
    """A code that was told is missing from the codebook: put it back, and close it."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"the code {code} was told in a digest that is out, and codebook.toml does"
            " not have it any more. Put it back as it was; a code that is not used any"
            " more is closed (closed = a version), never deleted."
        )


class BrokenQuoteError(SottoError):
    """What should be a quote is none: hand the release over again, or report it."""

    def __init__(self) -> None:
        super().__init__(
            "what should be somebody's own words is not as the vault wrote it, and is"
            " not shown. Hand the release over again; if it stays so, report it."
        )


class NumbersOffError(UsageError):
    """Nobody was told of numbers: set from when, and count after that."""

    def __init__(self) -> None:
        super().__init__(
            "no numbers of the whole network are made here. Set numbers_from to a day"
            " to come, as 2027-01-04: from then on people are told of them before they"
            " answer, and what they send later is counted."
        )


class NoQuarterError(UsageError):
    """No quarter is over whose key is here: come back after its last gathering."""

    def __init__(self) -> None:
        super().__init__(
            "no quarter of a round is over whose key is here. Numbers can be made"
            " from the last gathering of a quarter on, and until the key of its round"
            " is erased, three weeks after the round's end."
        )


class FewPeopleError(UsageError):
    """Too few people would be counted: the bands have said what can be said."""

    def __init__(self, least: int) -> None:
        super().__init__(
            f"not enough different people for numbers, which need {least} and more of"
            " whom a digest was released. The digests say what can be said."
        )


class NoNetworkExtraError(UsageError):
    """What blurs numbers is not installed: install the extra."""

    def __init__(self) -> None:
        super().__init__(
            "numbers of the whole network need the extra `network` (OpenDP), which is"
            " not installed. Run deploy/themes on this machine, then try again."
        )


class PrivacyError(SottoError):
    """What blurs would spend more privacy than is promised: report it."""

    def __init__(self) -> None:
        super().__init__(
            "the noise would not protect as much as is promised, so nothing was told."
            " Please report it."
        )
