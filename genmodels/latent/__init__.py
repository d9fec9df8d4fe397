"""The latent space of a model: paths through it, where the data's codes lie in it, which ways lead where, and how far
from the data a code is."""

from genmodels.latent.attributes import MEASURED, Attribute, attributes, attributes_of, described, varied
from genmodels.latent.axes import PrincipalAxes, eigen_axes, principal_axes
from genmodels.latent.breed import litter
from genmodels.latent.direction import NAMED, Direction
from genmodels.latent.directions import (
    attribute_directions,
    axis_directions,
    class_direction,
    dimension_directions,
    directions,
    towards_classes,
)
from genmodels.latent.distance import DataDistance, Nearness
from genmodels.latent.encoded import DEAD, Encoded, class_means, encode_set, information
from genmodels.latent.paths import Kind, blend, lerp, loop, manifold, slerp, traversal, walk
from genmodels.latent.rank import interval, rank_biserial, spearman

__all__ = ["DEAD", "MEASURED", "NAMED", "Attribute", "DataDistance", "Direction", "Encoded", "Kind", "Nearness",
           "PrincipalAxes", "attribute_directions", "attributes", "attributes_of", "axis_directions", "blend",
           "class_direction", "class_means", "described", "dimension_directions", "directions", "eigen_axes",
           "encode_set", "information", "interval", "lerp", "litter", "loop", "manifold", "principal_axes",
           "rank_biserial", "slerp", "spearman", "towards_classes", "traversal", "varied", "walk"]
