"""The latent space of a model: paths through it, where the data's codes lie in it, and how far from them one is."""

from genmodels.latent.axes import PrincipalAxes, principal_axes
from genmodels.latent.distance import DataDistance, Nearness
from genmodels.latent.encoded import DEAD, Encoded, class_means, encode_set, information
from genmodels.latent.paths import Kind, lerp, manifold, slerp, traversal, walk

__all__ = ["DEAD", "DataDistance", "Encoded", "Kind", "Nearness", "PrincipalAxes", "class_means", "encode_set",
           "information", "lerp", "manifold", "principal_axes", "slerp", "traversal", "walk"]
