"""The list of every message id that the program can say: `locales/messages.pot`.

It is drawn from the code (`Msg("...")`), with the notes and plurals of the English
catalogue. Rule: an id that no code names cannot stay in a catalogue, and an id that no
catalogue has cannot be said; a stale list fails the build.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from bot.words import po
from bot.words.languages import SOURCE

TEMPLATE = Path("locales/messages.pot")


def ids(root: Path) -> frozenset[str]:
    """Return every id that the code under `root`/bot names."""
    found = extract_from_dir(
        root / "bot", method_map=[("**.py", "python")], keywords={"Msg": None}
    )
    return frozenset(id_ for _, _, id_, _, _ in found if isinstance(id_, str))


def extract(root: Path) -> str:
    """Return the list as it must stand in `locales/messages.pot`."""
    english = po.read(po.path_of(root / "locales", SOURCE)).entries
    catalogue = Catalog()
    for id_ in sorted(ids(root)):
        entry = english.get(id_, po.Entry(id_, ("",)))
        catalogue.add(
            (id_, id_) if entry.counted else id_, auto_comments=[" ".join(entry.notes)]
        )
    file = io.BytesIO()
    write_po(file, catalogue, width=0, omit_header=True, sort_output=True)
    return file.getvalue().decode()


def write_template(root: Path) -> None:
    """Write the list anew."""
    (root / TEMPLATE).write_text(extract(root), encoding="utf-8")
