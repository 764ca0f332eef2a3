"""A model in ONNX, run by `onnxruntime`: of no extra, so only where somebody put it.

As sentence-transformers exports one: token ids and a mask in, a vector a token out,
of which the mean is taken. Rule: one core, one text after another, so that a text's
vector does not depend on what stands beside it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.coder.model import Vectors, unit

LONGEST = 512
"""Tokens of a text that are read."""


class Onnx:
    """A folder's model, loaded."""

    def __init__(self, folder: Path, prefix: str) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._wanted = {one.name for one in self._session.get_inputs()}
        self._prefix = prefix

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector for each text."""
        return unit(np.stack([self._mean(self._prefix + text) for text in texts]))

    def _mean(self, text: str) -> Vectors:
        read = self._tokenizer.encode(text)
        given = {
            "input_ids": np.array([read.ids], np.int64),
            "attention_mask": np.array([read.attention_mask], np.int64),
            "token_type_ids": np.array([read.type_ids], np.int64),
        }
        wanted = {name: given[name] for name in self._wanted if name in given}
        tokens = self._session.run(None, wanted)[0][0]
        mean: Vectors = tokens.mean(0).astype(np.float32)
        return mean
