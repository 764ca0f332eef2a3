"""A digest's other ways out: channels, mail, webhooks."""

from bot.errors import SottoError, UsageError


class ChannelAddressError(UsageError):
    """Nothing could be brought there: type the address as it should be."""

    def __init__(self) -> None:
        super().__init__(
            "this is no channel or group, e-mail address or web address that digests"
            " could go to. A web address begins with https:// (http:// only for"
            " 127.0.0.1), has no user name in it and at most 300 characters."
        )


class ChannelThereError(UsageError):
    """It gets digests already: look at the list, or remove it first."""

    def __init__(self) -> None:
        super().__init__(
            "it gets digests already."
            " `deploy/sotto staff channel list` shows of which service; remove it"
            " there first to bind it to another."
        )


class NoSuchChannelError(UsageError):
    """No channel has this id: look at the list."""

    def __init__(self) -> None:
        super().__init__(
            "no channel, e-mail address or web address has this id."
            " `deploy/sotto staff channel list` shows those that are there."
        )


class ChannelRoleError(UsageError):
    """A channel can be nothing else: remove it, and invite a person."""

    def __init__(self) -> None:
        super().__init__(
            "this id is a channel's, which can have no other role. Invite the person"
            " who reads it with `deploy/sotto staff invite`."
        )


class ChannelUnknownError(UsageError):
    """Telegram shows the bot no such channel: correct its name, or add the bot."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram knows no such channel or group, or the bot is not in it."
            " Correct the name, and add the bot to its members (of a channel, to its"
            " administrators)."
        )


class ChannelClosedError(UsageError):
    """The bot may not write there: make it an administrator."""

    def __init__(self) -> None:
        super().__init__(
            "the bot may not write there. In Telegram, make it an administrator of the"
            " channel who may post messages, or let members of the group write."
        )


class MailMissingError(SottoError):
    """E-mail addresses get digests and no mail server is set: name one."""

    def __init__(self) -> None:
        super().__init__(
            "no mail server is named, so nothing goes by e-mail. Set mail, as in"
            ' mail = "smtp://user@mail.example:587", and mail_password.'
        )


class MailSenderError(UsageError):
    """Nothing says from which address digests come: set it."""

    def __init__(self) -> None:
        super().__init__(
            "nothing says from which address digests come. Set mail_from to one"
            " that the mail server lets you write from."
        )


class MailLoginError(SottoError):
    """The mail server does not let us in: correct the user or the password."""

    def __init__(self) -> None:
        super().__init__(
            "the mail server does not accept the user or the password. Nothing is"
            " lost. Correct the user in mail, and mail_password."
        )


class MailUnsafeError(SottoError):
    """The connection could not be encrypted safely, so nothing was sent."""

    def __init__(self) -> None:
        super().__init__(
            "the mail server offers no encryption, or its certificate is not valid for"
            " the name in mail, so nothing was sent and nothing is lost. Correct the"
            " name or the port in mail (smtps:// for port 465), or use another server."
        )


class MailRefusedError(SottoError):
    """The mail server refuses the letter: ask whoever runs it."""

    def __init__(self, code: int) -> None:
        super().__init__(
            f"the mail server refuses the letter (code {code}). Nothing is lost."
            " Correct mail_from, or ask whoever runs that server."
        )


class HookUnreachedError(SottoError):
    """The web address was not reached in time, or its certificate is not valid."""

    def __init__(self) -> None:
        super().__init__(
            "the web address was not reached in time, or its certificate is not valid."
            " Ask whoever runs it; it is tried again."
        )


class HookRefusedError(SottoError):
    """The web address answered with something else than “taken”: ask its owner."""

    def __init__(self, status: int) -> None:
        super().__init__(
            f"the web address answered {status}, which is no yes; redirects are not"
            " followed. Ask whoever runs it; it is tried again."
        )


class NotTakenError(SottoError):
    """It was not taken, and may be later: look at the address, and try again."""

    def __init__(self) -> None:
        super().__init__(
            "it was not taken now: the other side is not reached, or asks to wait."
            " Check the address and the network, and try again in some minutes."
        )


class NobodyThereError(SottoError):
    """Nobody takes anything there: correct the address."""

    def __init__(self) -> None:
        super().__init__(
            "nobody takes anything there: the mailbox, the channel or the web address"
            " is gone. Correct the address."
        )
