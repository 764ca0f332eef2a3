"""A loopback Bot API whose judgement nobody here wrote.

Only HTTP, queues and state are ours. Every call of the bot is parsed into aiogram's
typed methods (an unknown or missing parameter is a 400), checked by teremok's rules
(lengths in UTF-16, callback bytes) and answered by its responder; what people do is
validated as aiogram's `Update`. A scenario ends well only if no call was bad and no
press was left unanswered.

    async with Stand() as stand:
        somebody = stand.person()
        somebody.starts()
        await stand.until(lambda: somebody.card is not None)
"""

from stand.faults import Fault
from stand.people import Person
from stand.server import Stand

__all__ = ["Fault", "Person", "Stand"]
