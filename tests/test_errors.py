"""The family of errors, as far as it has something in common."""

import pickle

from bot.errors.coded import MODEL_CHANGED, ModelError
from bot.errors.gathered import WorkerLostError


def test_an_error_comes_out_of_another_process_with_its_line() -> None:
    """What is wrong in a worker is said, not taken for the loss of the worker."""
    for wrong in (ModelError("weights.bin", MODEL_CHANGED), WorkerLostError()):
        told = pickle.loads(pickle.dumps(wrong))  # noqa: S301 (our own bytes)
        assert (type(told), str(told)) == (type(wrong), str(wrong))
