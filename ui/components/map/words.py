"""What the map says, in the reader's language. Names in braces are filled in by the browser."""

from __future__ import annotations

from genmodels.data.base import Dataset
from ui.text import t


def words() -> dict[str, str]:
    """Every text of map.js and its parts by name."""
    return _tools() | _beside() | _training() | _stories()


def titles(card: Dataset) -> dict[str, str]:
    """Attributes as people say them: those measured on pictures, and the known factors of a drawn dataset."""
    measured = {"slant": t("slant"), "thickness": t("thickness"), "width": t("width"), "height": t("height"),
                "size": t("size (ink)"), "x": t("place from the left"), "y": t("place from the top"), "hue": t("hue")}
    factors = card.truth.factors if card.truth else ()
    return measured | {factor.name: t(factor.name) for factor in factors}


def _tools() -> dict[str, str]:
    return {
        "colour": t("Colour by"), "class": t("class"), "classes": t("Classes"), "hide": t("Hide or show this class"),
        "modes": t("What dragging does"), "move": t("Move"), "move-help": t("Dragging moves the map."),
        "lasso": t("Lasso"),
        "lasso-help": t("Dragging selects; so does Shift while moving. With keys: arrows move a cross, Enter sets one "
                        "corner of a rectangle, then the other."),
        "in": t("Closer (Ctrl and the wheel)"), "out": t("Farther (Ctrl and the wheel)"),
        "home": t("Fit"), "home-help": t("Show all points"),
        "tiles": t("Decoded pictures behind"), "refresh": t("Refresh"),
        "refresh-help": t("The run trains: fetch its newest weights and milestones."),
        "map": t("Map of the encoded held-out images. Arrow keys move where you are, plus and minus zoom. With the "
                 "lasso chosen, arrow keys move a cross and Enter sets the corners of a rectangle; Escape ends it."),
        "waiting": t("Encoding the held-out images ..."), "drawn": t("{n} images drawn in {ms} ms")}


def _beside() -> dict[str, str]:
    return {
        "decoded": t("Decoded where you are"), "under": t("Decoded under the pointer"),
        "real": t("The real image under the pointer"), "nobody": t("No image lies here"),
        "image": t("Held-out image {row}: {name}"),
        "hint": t("Hover to look, click to go there. Select a group with the lasso to see what it has in common; it "
                  "stays marked while you play the training."),
        "count": t("{count} of {n} images"),
        "around": t("What its mean code draws, and the codes one standard deviation each way"),
        "along": t("Mean code, and one standard deviation ({spread}) each way along its main axis, which holds "
                   "{share} % of its spread (step {step})"),
        "selection": t("here"), "all": t("all"), "apart": t("in sd"), "go": t("Explore from here"), "clear": t("Clear")}


def _training() -> dict[str, str]:
    return {
        "play": t("Play the training"), "pause": t("Pause"), "scrub": t("Moment of the training"), "step": t("step"),
        "reading": t("Reading the kept moments of the training: {n} of {all}"),
        "same": t("Neighbours of the same class"),
        "same-help": t("Of the ten nearest codes of an image, how many show its class, on average"),
        "nats": t("Nats in a code"),
        "nats-help": t("Mean KL from posterior to prior: what a code tells about its image"),
        "loss": t("Negative ELBO"), "loss-help": t("In nats per held-out image; lower is better")}


def _stories() -> dict[str, str]:
    return {
        "start": t("Random weights. The encoder drops every image near the same place, and from every place the "
                   "decoder draws the same grey average of them all."),
        "silent": t("The codes still say next to nothing: the images lie in a heap, and every place draws their "
                    "average."),
        "first": t("The heap unfolds. Pictures with alike strokes move together, and the average splits into a few "
                   "shapes."),
        "sorting": t("Groups form. Nobody told the model the classes, the colours are ours: what looks alike needs "
                     "alike codes to be drawn again."),
        "settled": t("What is left is polish: sharper pictures, and groups that fill the circles of the prior without "
                     "holes, so that a random code draws something real."),
        "collapsed": t("The codes say nothing about the images, up to the end: the posterior has collapsed onto the "
                       "prior. Try a smaller beta, or free bits.")}
