"""The command line: its commands, and the one place where an error becomes a line.

Each command imports its side only when it runs, so that serving never loads the code
that opens envelopes, and `--help` is quick.
"""

import sys
from typing import Any

import click
from typing_extensions import override

from bot import __version__
from bot.commands import (
    desk,
    network,
    papers,
    programmes,
    serving,
    staff,
    themes,
    vault,
    words,
)
from bot.commands.terminal import said
from bot.errors import SottoError
from bot.errors.running import RefusedError


class _Family(click.Group):
    """The commands, and the one place where an error becomes a line for a person."""

    @override
    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and say what went wrong in one line: 2 for usage, 1 for failure."""
        kwargs |= {"standalone_mode": False, "prog_name": "sotto"}
        try:
            sys.exit(super().main(*args, **kwargs) or 0)
        except click.ClickException as wrong:
            wrong.show()
            sys.exit(wrong.exit_code)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(130)
        except SottoError as wrong:
            click.echo(said(f"sotto: {wrong}"), err=True)
            sys.exit(wrong.exit_code)
        except OSError as refused:
            click.echo(f"sotto: {RefusedError(refused)}", err=True)
            sys.exit(RefusedError.exit_code)
        except Exception as broken:  # noqa: BLE001 (a person never sees a traceback)
            click.echo(
                f"sotto: something inside broke ({type(broken).__name__})."
                " Nothing that was sent is lost. Please report this line.",
                err=True,
            )
            sys.exit(1)


@click.group(cls=_Family, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sotto")
def main() -> None:
    """Sotto: people say what they think of a service, and only the group is heard."""


for command in (
    serving.run,
    serving.serve,
    serving.setup,
    serving.migrate,
    serving.doctor,
    serving.status,
    serving.forget,
    serving.trial,
    vault.gather,
    desk.desk,
    network.network,
    vault.keys,
    vault.carry,
    vault.backup,
    vault.restore,
    programmes.programme,
    staff.staff,
    papers.digest,
    papers.forms,
    themes.themes,
    words.words,
    papers.helplines,
    papers.diagram,
):
    main.add_command(command)


if __name__ == "__main__":
    main()
