"""The stand as a process of its own: `PYTHONPATH=tests python -m stand --port 8081`.

Prints its address and token, then what the bot calls, until it is interrupted. Updates
come as JSON lines on standard input.
"""

import argparse
import asyncio
import json
import sys

import click

from stand.server import TOKEN, Stand


async def stand_by(port: int, *, judged: bool) -> None:
    """Serve until standard input ends."""
    async with Stand(port=port, judged=judged) as stand:
        click.echo(f"SOTTO_TELEGRAM_API={stand.address} SOTTO_TELEGRAM_TOKEN={TOKEN}")
        while line := await asyncio.to_thread(sys.stdin.readline):
            stand.inject(json.loads(line))
        for method, parameters in stand.calls:
            click.echo(f"{method} {json.dumps(parameters)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--unjudged", action="store_true")
    chosen = parser.parse_args()
    asyncio.run(stand_by(chosen.port, judged=not chosen.unjudged))
