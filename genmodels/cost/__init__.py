"""What a training took: seconds, floating-point operations, energy with its band; and which runs give most for it.

Importing this imports no torch, so that pages can.
"""

from genmodels.cost.band import Band
from genmodels.cost.energy import carbon, energy, money
from genmodels.cost.frontier import frontier
from genmodels.cost.rates import Rates
from genmodels.cost.spent import Spent, spent

__all__ = ["Band", "Rates", "Spent", "carbon", "energy", "frontier", "money", "spent"]
