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
from genmodels.latent.drawn import drawn_directions, label_by_moving, sampled_attributes
from genmodels.latent.embed import Embedding, embed
from genmodels.latent.encoded import DEAD, Encoded, class_means, encode_set, information
from genmodels.latent.ganspace import ganspace
from genmodels.latent.paths import Kind, blend, lerp, loop, manifold, slerp, traversal, walk
from genmodels.latent.rank import interval, rank_biserial, spearman
from genmodels.latent.sefa import sefa

__all__ = ["DEAD", "MEASURED", "NAMED", "Attribute", "DataDistance", "Direction", "Embedding", "Encoded", "Kind",
           "Nearness", "PrincipalAxes", "attribute_directions", "attributes", "attributes_of", "axis_directions",
           "blend", "class_direction", "class_means", "described", "dimension_directions", "directions",
           "drawn_directions", "eigen_axes", "embed", "encode_set", "ganspace", "information", "interval",
           "label_by_moving", "lerp", "litter", "loop", "manifold", "principal_axes", "rank_biserial",
           "sampled_attributes", "sefa", "slerp", "spearman", "towards_classes", "traversal", "varied", "walk"]
