"""Ring: eight narrow Gaussians on a circle, the classic test for lost modes. Srivastava et al. 2017, arXiv:1705.07761.

Radius 1 and deviation 0.01 in the papers' units (Lin et al. 2018, arXiv:1712.04086); 0.8 times that here.
"""

from __future__ import annotations

import numpy as np

from genmodels.data.base import Modes
from genmodels.data.plane import dataset, mixture

COUNT, RADIUS = 8, 0.8
ANGLES = 2 * np.pi * np.arange(COUNT) / COUNT
MODES = Modes(RADIUS * np.stack([np.cos(ANGLES), np.sin(ANGLES)], 1).astype(np.float32), 0.01 * RADIUS)

DATASET = dataset(
    "ring", "Ring of 8", "Eight tiny spots on a circle: a generator that forgets one is seen at once.",
    "Drawn by this program after Srivastava et al. 2017, arXiv:1705.07761.",
    tuple(f"{degrees}°" for degrees in range(0, 360, 360 // COUNT)), mixture(MODES), MODES)
