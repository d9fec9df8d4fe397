"""Small sweeps: one or two settings, a few values each, a few seeds; each an ordinary run in the queue.

What a sweep consists of lies in `.sweeps/` beside the runs; nothing waits for it, and no run needs it.
"""

from genmodels.sweep.plan import MOST, Axis, Cell, Plan, axis, cells, check
from genmodels.sweep.progress import Outcome, outcomes
from genmodels.sweep.start import go_on, start, stop
from genmodels.sweep.store import Sweep, SweepStore

__all__ = ["MOST", "Axis", "Cell", "Outcome", "Plan", "Sweep", "SweepStore", "axis", "cells", "check", "go_on",
           "outcomes", "start", "stop"]
