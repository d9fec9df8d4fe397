"""The Fréchet distance between two sets of features. Dowson & Landau 1982; Heusel et al. 2017, arXiv:1706.08500."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
RESAMPLES = 100


def frechet(a: Matrix, b: Matrix) -> float:
    """|m - m'|^2 + Tr(S + S' - 2 (S S')^(1/2)) between two sets of features, (N, D) and (M, D)."""
    mean_a, mean_b, cov_a, cov_b = a.mean(0), b.mean(0), np.cov(a.T), np.cov(b.T)           # (D,), (D, D)
    root = _root(cov_a)
    # S^(1/2) S' S^(1/2) is symmetric and has the eigenvalues of S S': no square root of a lopsided matrix is needed.
    eigenvalues = np.linalg.eigvalsh(root @ cov_b @ root).clip(min=0)                       # (D,)
    return float(((mean_a - mean_b) ** 2).sum() + np.trace(cov_a + cov_b) - 2 * np.sqrt(eigenvalues).sum())


def bootstrap_deviation(a: Matrix, b: Matrix, choose: np.random.Generator) -> float:
    """Standard deviation of the distance over resamples. Their mean is too high, as resampling adds its own distance
    between the sets (the bias of a smaller n), so an interval takes their spread and not their place."""
    distances = [frechet(a[choose.integers(len(a), size=len(a))], b[choose.integers(len(b), size=len(b))])
                 for _ in range(RESAMPLES)]
    return float(np.std(distances, ddof=1))


def _root(covariance: Matrix) -> Matrix:
    values, vectors = np.linalg.eigh(covariance)
    return cast(Matrix, (vectors * np.sqrt(values.clip(min=0))) @ vectors.T)
