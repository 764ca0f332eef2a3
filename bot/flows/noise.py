"""The noise of a network's numbers, by OpenDP: the one place that knows it.

It is an extra (`network`), large, and loaded only when numbers are made. The
measurement says itself what it spends; where that is more than was asked for, nothing
is drawn. Rule: exact counts come in and are forgotten; noise comes from OpenDP's own
sampler, which no seed can foresee.
"""

from collections.abc import Sequence
from typing import cast

from bot.errors.gathered import NoNetworkExtraError, PrivacyError


def blurred(counts: Sequence[int], moved: int, epsilon: float) -> list[int]:
    """Return counts with discrete Laplace noise.

    `moved` is by how much, in all, another answer of one person changes the counts:
    whatever she said, what comes out is at most e^epsilon times as likely.
    """
    try:
        from opendp import (  # noqa: PLC0415 (an extra, and 270 MB)
            domains,
            measurements,
            metrics,
            mod,
        )
    except ImportError:
        raise NoNetworkExtraError from None
    mod.enable_features("contrib")
    measurement = measurements.make_laplace(
        domains.vector_domain(domains.atom_domain(T=int)),
        metrics.l1_distance(T=int),
        scale=moved / epsilon,
    )
    spent: float = measurement.map(moved)  # type: ignore[no-untyped-call] # OpenDP's
    if spent > epsilon:
        raise PrivacyError
    return cast("list[int]", measurement(list(counts)))
