"""Grid: 25 narrow Gaussians in five rows, more modes than a small generator finds. Srivastava et al. 2017.

Spacing 2 and deviation 0.05 in the papers' units (Lin et al. 2018, arXiv:1712.04086); a fifth of that here.
"""

from __future__ import annotations

import numpy as np

from genmodels.data.base import Modes
from genmodels.data.plane import dataset, mixture

SIDE, SPACING, SCALE = 5, 2.0, 0.2
LINE = SCALE * SPACING * (np.arange(SIDE) - SIDE // 2)
MODES = Modes(np.stack(np.meshgrid(LINE, LINE), -1).reshape(-1, 2).astype(np.float32), 0.05 * SCALE)

DATASET = dataset(
    "grid", "Grid of 25", "Five rows of five tiny spots: how many does a generator reach, and what lies between?",
    "Drawn by this program after Srivastava et al. 2017, arXiv:1705.07761.",
    tuple(f"row {row}, column {column}" for row in range(1, 6) for column in range(1, 6)), mixture(MODES), MODES)
