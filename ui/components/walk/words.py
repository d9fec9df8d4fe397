"""What the walk says, in the reader's language. Names in braces are filled in by the browser."""

from __future__ import annotations

from ui.components.studio.words import words as studio_words
from ui.text import t

PICTURE = ("picture", "class", "waiting", "failed", "again", "here", "there", "slow", "large", "refused")


def picture_words() -> dict[str, str]:
    """The texts of parts/picture.js, for every component that shows one."""
    return {name: text for name, text in studio_words("plane", False).items() if name in PICTURE}


def words() -> dict[str, str]:
    """Every text of walk.js and its parts by name."""
    return picture_words() | _stops() | _path() | _hand()


def _stops() -> dict[str, str]:
    return {
        "stops": t("Stops of the walk"), "pin": t("Pin this code"),
        "pin-help": t("The code the page stands at becomes the last stop."),
        "pin-none": t("There is no code to pin yet: move something on this page first."),
        "pin-full": t("A walk has room for no more stops: remove one first."),
        "random": t("Random stop"), "random-help": t("A code drawn from the prior becomes the last stop."),
        "undo": t("Undo"), "redo": t("Redo"), "undo-help": t("Undo (Ctrl+Z)"), "redo-help": t("Redo (Ctrl+Y)"),
        "go-stop": t("Go to stop {n}"), "earlier": t("Stop {n}: one place earlier"),
        "later": t("Stop {n}: one place later"), "remove": t("Remove stop {n}")}


def _path() -> dict[str, str]:
    return {
        "path": t("Path"), "arc": t("arc"), "line": t("line"),
        "path-help": t("Usual codes have a certain length. The arc (slerp) keeps it; the straight line (lerp) cuts "
                       "through the middle, where codes are shorter than any the decoder has seen."),
        "frames": t("Frames a leg"), "frames-help": t("Pictures from one stop to the next, both counted."),
        "loop": t("Loop"), "loop-help": t("From the last stop back to the first, for ever.")}


def _hand() -> dict[str, str]:
    return {
        "play": t("Play"), "pause": t("Pause"), "scrub": t("Place on the walk"),
        "frame": t("frame {frame} of {count}"), "reel": t("The walk from its first to its last frame"),
        "follow": t("The studio follows"),
        "follow-help": t("The picture, the pad and the sliders above go along with the walk.")}
