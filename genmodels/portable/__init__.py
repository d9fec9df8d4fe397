"""A model's decoder as a list of plain layers and arrays, which a page in a browser can carry out by itself."""

from genmodels.portable.program import Program, program
from genmodels.portable.replay import replay

__all__ = ["Program", "program", "replay"]
