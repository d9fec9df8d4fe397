"""Repairing destroyed images with a model, beside methods that need none, and how close each comes."""

from genmodels.repair.by_model import Repairer, iterations, repairer
from genmodels.repair.compare import METHODS, Comparison, Method, chain, compare, destroy
from genmodels.repair.damage import Damage, Hole, Noise, SaltAndPepper, half, square
from genmodels.repair.psnr import psnr

__all__ = ["METHODS", "Comparison", "Damage", "Hole", "Method", "Noise", "Repairer", "SaltAndPepper", "chain",
           "compare", "destroy", "half", "iterations", "psnr", "repairer", "square"]
