"""Learns shares from labelled vectors: multinomial logistic regression, held back."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.coder.model import Vectors
from bot.coder.shares import Shares


def fitted(vectors: Vectors, labels: Sequence[str], strength: float) -> Shares:
    """Return the shares of three labels or more; the weaker, the more is held back."""
    learner = LogisticRegression(C=strength, max_iter=3000)
    learner.fit(vectors.astype(np.float64), labels)
    weights = np.column_stack([learner.coef_, learner.intercept_])
    return Shares(tuple(map(str, learner.classes_)), weights.astype(np.float32))
