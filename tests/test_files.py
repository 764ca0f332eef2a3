"""A file that somebody wrote by hand: what is said of a slip in it."""

from pathlib import Path

import msgspec
import pytest

from bot.errors import FileError
from bot.files import line_of, read_toml


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """A row of a table."""

    name: str
    count: int = 0


class Table(msgspec.Struct, forbid_unknown_fields=True):
    """A file with rows."""

    title: str
    row: list[Row] = []


def written(folder: Path, text: str) -> Path:
    """Write a file and return its path."""
    path = folder / "table.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_becomes_a_value(tmp_path: Path) -> None:
    """A good file is read into the kind that was asked for."""
    path = written(tmp_path, 'title = "t"\n[[row]]\nname = "a"\ncount = 2\n')
    assert Table("t", [Row("a", 2)]) == read_toml(path, Table)


def test_a_mark_of_windows_before_it_is_no_slip(tmp_path: Path) -> None:
    """Notepad writes a sign that nobody sees before the first line."""
    path = written(tmp_path, '\ufefftitle = "t"\n')
    assert Table("t") == read_toml(path, Table)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "t"\nbad line\n', "table.toml, line 2, TOML: this line"),
        ('title = "t\n', "table.toml, line 1, TOML"),
        ("title = 3\n", "line 1, title: Expected `str`, got `int`."),
        ("\n[[row]]\nname = 'a'\n", "line 1, title: Object missing required field"),
        ('title = "t"\n[[row]]\nname="a"\n[[row]]\nname=1\n', "line 5, name: Expected"),
        ('title = "t"\n[[row]]\ncount = 1\n', "line 2, name: Object missing"),
        ('title = "t"\nother = 1\n', "line 2, other: Object contains unknown"),
        ('title = "t"\n[[row]]\nname="a"\nsize=1\n', "line 4, size: Object contains"),
    ],
)
def test_a_slip_is_named_by_line_and_field(
    tmp_path: Path, text: str, said: str
) -> None:
    """Whatever is wrong, the error names the file, the line and the field."""
    with pytest.raises(FileError) as error:
        read_toml(written(tmp_path, text), Table)
    assert said in str(error.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A file that is not there is an error of one line, not a traceback."""
    with pytest.raises(FileError, match="it is not there"):
        read_toml(tmp_path / "none.toml", Table)


def test_a_file_of_another_encoding_is_said(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are an error of one line."""
    path = tmp_path / "table.toml"
    path.write_bytes(b'title = "\xff"\n')
    with pytest.raises(FileError, match="UTF-8"):
        read_toml(path, Table)


def test_a_line_is_found_in_the_right_table() -> None:
    """A field is looked for in the table of that number, and not in others."""
    text = "a = 1\n[[row]]\nb = 1\n[[other]]\nb = 2\n[[row]]\nb.en = 3\n"
    found = [
        line_of(text, field="a"),
        line_of(text, "row", 0, "b"),
        line_of(text, "row", 1, "b"),
        line_of(text, "row", 1, "none"),
    ]
    assert found == [1, 3, 7, 6]
