"""How many modes of a known mixture the samples reach. Srivastava et al. 2017, arXiv:1705.07761, sec. 4.

A mode counts as captured with a single high-quality sample, as in the papers. That is lenient, so the details hold how
many have a quarter of their fair share, the reverse KL divergence of the shares to equal ones (Lin et al. 2018), and
to which mode all samples are nearest, those between modes too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from genmodels.metrics.base import Measured
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.points import OfModes, drawn, hits, modes, nearest_mode, real

RESAMPLES = 500
FAIR = 0.25     # of an equal share


class ModesCaptured(OfModes):
    """Their number; the floor is what real points capture. The interval is a bootstrap over the samples, which can
    only lose modes: its upper end is the number itself."""

    name = "modes"
    title = "Modes captured"
    unit = "modes"
    better = "higher"
    tells = "coverage"

    def measure(self, evidence: Evidence) -> Measured:
        total = len(modes(evidence).centres)
        counts, at_best = (shares(hits(points, modes(evidence)), total) for points in (drawn(evidence), real(evidence)))
        captured = float((counts > 0).sum())
        dice = np.random.default_rng(evidence.seed)
        missed = evidence.n - counts.sum()
        again = dice.multinomial(evidence.n, np.append(counts, missed) / evidence.n, RESAMPLES)[:, :-1]     # (R, M)
        low = float(np.quantile((again > 0).sum(1), 0.025))
        nearest, _ = nearest_mode(drawn(evidence), modes(evidence))
        return Measured(captured, min(low, captured), captured, float((at_best > 0).sum()),
                        _details(counts) | {"nearest": shares(nearest, total).tolist()})


def shares(found: npt.NDArray[np.int64], total: int) -> npt.NDArray[np.int64]:
    """Samples of each mode; those of mode -1 are of none. (N,) -> (M,)"""
    return np.bincount(found[found >= 0], minlength=total)


def reverse_kl(counts: npt.NDArray[np.int64]) -> float:
    """KL(shares || equal shares) in nats; 0 for equal ones, log M when all samples are of one mode. Without any
    high-quality sample there are no shares: log M too."""
    if not counts.sum():
        return float(np.log(len(counts)))
    share = counts[counts > 0] / counts.sum()
    return float((share * np.log(share * len(counts))).sum())


def _details(counts: npt.NDArray[np.int64]) -> dict[str, Any]:
    fair = FAIR * counts.sum() / len(counts)
    return {"counts": counts.tolist(), "of": len(counts), "fair": int(((counts >= fair) & (counts > 0)).sum()),
            "reverse_kl": reverse_kl(counts)}
