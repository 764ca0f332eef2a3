"""A message of the bot's own to one member of staff, in their language.

Rule: one who cannot be reached keeps nobody else from knowing.
"""

from collections.abc import Callable

from bot.flows.doors import Door, Gone, Outgoing
from bot.flows.staff import HostKey, read_contact
from bot.logs import log
from bot.store.records import StaffRow


async def tell(
    door: Door, host: HostKey, member: StaffRow, says: Callable[[str], Outgoing]
) -> bool:
    """Send what `says` makes in the member's language; tell whether it was taken."""
    try:
        contact = read_contact(host, member)
        await door.send(contact.chat, says(contact.language))
    except Gone:
        return False
    except Exception as failed:  # noqa: BLE001 (one who cannot be reached keeps no other from knowing; it is logged)
        log.warning("alert_not_sent", error=type(failed).__name__)
        return False
    return True
