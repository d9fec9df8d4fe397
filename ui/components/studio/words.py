"""What the studio says, in the reader's language. Names in braces are filled in by the browser."""

from __future__ import annotations

from collections.abc import Callable

from ui.text import t

# Groups of directions in the lists of the pad, in this order.
GROUPS: dict[str, Callable[[], str]] = {
    "dimension": lambda: t("Dimensions"), "own": lambda: t("My directions"), "attribute": lambda: t("Attributes"),
    "axis": lambda: t("Main axes of the codes"), "sefa": lambda: t("Closed-form factorisation (SeFa)"),
    "ganspace": lambda: t("Main axes of early features (GANSpace)"), "class": lambda: t("From class to class")}


def words(mode: str, with_codes: bool) -> dict[str, str]:
    """Every text of studio.js and its parts by name."""
    return _picture() | _pad(mode, with_codes) | _sliders() | (_data() if with_codes else _prior())


def _picture() -> dict[str, str]:
    return {
        "picture": t("The picture the model draws from the shown code"), "class": t("Class to draw"),
        "waiting": t("Loading the model ..."), "failed": t("The model could not be loaded: {reason}"),
        "again": t("Try again"),
        "here": t("decoded in {ms} ms in this page"), "there": t("decoded in {ms} ms on the server"),
        "slow": t("The model is too large for the page."),
        "refused": t("The model has a layer the page cannot compute."),
        "nearest": t("Nearest real images"), "nearest-none": t("The real images are not on this machine."),
        "nearest-waiting": t("Looking for the nearest real images ..."),
        "one": t("{name}, at a distance of {distance}"),
        "random": t("Random"), "random-help": t("A code drawn from the prior. Locked dimensions stay."),
        "reset": t("Reset"), "reset-help": t("Zero in every dimension that is not locked."),
        "undo": t("Undo"), "redo": t("Redo"), "undo-help": t("Undo (Ctrl+Z)"), "redo-help": t("Redo (Ctrl+Y)"),
        "goals": t("Go to ..."), "undone": t("undone"), "redone": t("redone")}


def _pad(mode: str, with_codes: bool) -> dict[str, str]:
    hint = t("Hover to look, click to keep, drag to move.")
    if mode == "seeds":
        return {"pad": t("Pad between four samples. Arrow keys move, Shift makes the steps small."), "pad-hint": hint,
                "pad-at": t("{u} to the right, {v} down")}
    return {
        "pad": t("Pad over two directions. Arrow keys move, Shift makes the steps small."), "pad-hint": hint,
        "right": t("Right"), "up": t("Up"), "pad-at": t("{u} to the right, {v} up"),
        "same": t("These two directions are nearly the same one: choose another for one of them."),
        "locked": t("Locked dimensions leave this pad no room: unlock one, or choose other directions."),
        "circles": t("Circles: 1, 2 and 3 sigma of the prior."),
        "shading": t("Faded where no real code lies.") if with_codes else ""}


def _sliders() -> dict[str, str]:
    return {
        "dimensions": t("Dimensions"), "directions": t("Directions"), "more": t("{n} more"),
        "dead": t("Dead dimensions, which the model does not use: {n}"), "nats": t("{nats} nats"),
        "nats-help": t("What this dimension tells about an image, on average"),
        "rank": t("correlation {rank}"), "rank-help": t("Rank correlation with {attribute}, on {n} pictures"),
        "name": t("Name of z{index}"), "name-help": t("Click to rename. The name is kept with the run."),
        "lock": t("Lock {name}"), "lock-help": t("Locked: Random, Reset, the pad and directions leave it alone."),
        "zero": t("Reset {name}"),
        "collapsed": t("No dimension carries anything: the posterior has collapsed onto the prior. Train with a "
                       "smaller beta, or with free bits.")}


def _data() -> dict[str, str]:
    return {
        "among": t("among the data"), "edge": t("at the edge of the data"), "far": t("far from any data"),
        "bar": t("How far the code is from the codes of real images"), "bar-waiting": t("Reading the codes ..."),
        "sentence": t("Farther from the codes of real images than {share}\u00a0% of real images are from each other: "
                      "{distance}, where {usual} is usual."),
        "faded": t("Nobody taught the model what to draw here: the picture is a guess.")}


def _prior() -> dict[str, str]:
    return {
        "among": t("a usual length"), "edge": t("an unusual length"), "far": t("a length the model has never seen"),
        "bar": t("How unusual the code's length is under the prior"), "bar-waiting": "",
        "sentence": t("This model has no encoder, so the bar tells about the prior: {share}\u00a0% of codes drawn "
                      "from it have a more usual length than {distance}; {usual} is the middle."),
        "faded": t("The model was never given such codes: the picture is a guess.")}
