"""A secret's file is whole or absent, and never written over, on a stick as well."""

import os
from errno import EPERM
from pathlib import Path

import pytest

from bot.errors.keys import SecretExistsError
from bot.vault.files import write_new


def no_links(_source: object, _target: object) -> None:
    """Refuse as the file system of a stick does."""
    raise PermissionError(EPERM, "Operation not permitted")


@pytest.mark.parametrize("stick", [False, True])
def test_a_new_file_is_there_and_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, stick: bool
) -> None:
    """With links or without, the file is whole and nothing else is left."""
    if stick:
        monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "key"
    write_new(path, b"secret")
    assert path.read_bytes() == b"secret"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("stick", [False, True])
def test_a_file_that_is_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, stick: bool
) -> None:
    """With links or without, an older secret is never written over."""
    if stick:
        monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "key"
    path.write_bytes(b"older")
    with pytest.raises(SecretExistsError):
        write_new(path, b"secret")
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]
