"""The links that people open or scan, with their QR code for a terminal.

A payload is opaque (`conversation.md`, deep link): the link says which bot, and
nothing of what the code stands for.
"""

import io
from typing import Literal

import segno

from bot.chat.named import link_of


def show_link(name: str, payload: str) -> str:
    """Return the link that starts a bot with a payload, and its QR code in blocks."""
    url = link_of(name, payload)
    blocks = io.StringIO()
    segno.make(url, micro=False).terminal(out=blocks, compact=True)
    return f"{blocks.getvalue()}\n{url}"


def picture(url: str, kind: Literal["png", "svg"]) -> bytes:
    """Return a link's QR code as a file that can be printed large."""
    out = io.BytesIO()
    segno.make(url, micro=False).save(out, kind=kind, scale=20)
    return out.getvalue()
