"""A parcel that only shows that a way is open."""

from bot.deployment import NETWORK, Deployment
from bot.errors.post import NobodyThereError, NotTakenError
from bot.flows.doors import Gone, Later
from bot.flows.post import Parcel, Post
from bot.flows.staff import Contact
from bot.reports.names import Says, place, say
from bot.words.phrases import Msg

NUMBER = "TEST"


def sample_parcel(
    words: Says, language: str, programme: str, deployment: Deployment, at: float
) -> Parcel:
    """Return a parcel that says from which service digests will come.

    Each moment has one of its own, which no mail server drops as an older one.
    """
    name = words.say(language, place(programme or NETWORK, deployment))
    subject, text = (
        words.say(language, say(msg, place=name))
        for msg in (Msg("staff.channel_subject"), Msg("staff.channel_test"))
    )
    return Parcel(NUMBER, subject, text, turn=int(at))


async def tried(post: Post, contact: Contact, parcel: Parcel) -> None:
    """Deliver it now or never; raise what is wrong in one line."""
    try:
        await post.deliver(contact, parcel)
    except Gone:
        raise NobodyThereError from None
    except Later:
        raise NotTakenError from None
