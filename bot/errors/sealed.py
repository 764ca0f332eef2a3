"""What cannot be sealed, or opened."""

from bot.errors import SottoError


class EnvelopeError(SottoError):
    """An envelope gave no answer: leave it where it is and go on with the next."""


class NotForThisKeyError(EnvelopeError):
    """The envelope is another round's: open it with that round's key."""

    def __init__(self) -> None:
        super().__init__(
            "the envelope is for another round's key. Open it with that key."
        )


class BrokenEnvelopeError(EnvelopeError):
    """The envelope is damaged or forged: where there are many, look who writes."""

    def __init__(self) -> None:
        super().__init__(
            "the envelope is damaged, or was not made for this round. It is left out;"
            " if there are many, find out who else can write to the database."
        )


class UnknownFormatError(EnvelopeError):
    """The envelope was made by a newer program: gather with that one."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"the envelope has format {found}, which this program does not know."
            " Gather with the newer program that made it."
        )


class TooLongToSealError(SottoError):
    """An answer set is longer than an envelope: the conversation must say so first."""

    def __init__(self) -> None:
        super().__init__(
            "an answer set has more than 5,000 UTF-16 units of text or overlong ids,"
            " and no envelope holds it. Shorten the ids of the form."
        )


class UnsealableError(SottoError):
    """An answer set has a field that no envelope takes: correct the form's ids."""

    def __init__(self) -> None:
        super().__init__(
            "an answer set has a field of a wrong size or text that is not Unicode."
            " Give the form and its questions ids of at most 24 plain letters."
        )


class TooLongToRestError(SottoError):
    """Something to be kept is larger than its largest box: report it, it is a fault."""

    def __init__(self) -> None:
        super().__init__(
            "a talk or a contact is larger than the largest size it may rest in."
            " Nothing was written. Report this with the version of the program."
        )


class ContactError(SottoError):
    """A staff contact does not open under this host key: invite them again."""

    def __init__(self) -> None:
        super().__init__(
            "a staff contact does not open under this host key. Put the right host-key"
            " file back, or invite the staff again."
        )
