"""What breeding says, in the reader's language. Names in braces are filled in by the browser."""

from __future__ import annotations

from ui.components.walk.words import picture_words
from ui.text import t


def words() -> dict[str, str]:
    """Every text of breed.js and its parts by name."""
    return picture_words() | _litter() | _family()


def _litter() -> dict[str, str]:
    return {
        "distance": t("How different"),
        "distance-help": t("Distance from the parent: 0 % is the parent itself, 100 % a stranger from the prior."),
        "another": t("Another litter"), "another-help": t("Other variations of the same picture."),
        "seed": t("Seed"), "seed-help": t("The same seed gives the same litter."),
        "litter": t("Variations of the picture. Hover to look, click to keep."),
        "child": t("Variation {n}, {distance} % away: keep it"),
        "full": t("The family has as many members as it may: remove a branch, or begin with another sample.")}


def _family() -> dict[str, str]:
    return {
        "tree": t("The family. Arrow keys move, Enter goes on from there."), "root": t("The sample it began with"),
        "member": t("Generation {generation}, {distance} % from its parent: go on from here"),
        "undo": t("Undo"), "redo": t("Redo"), "undo-help": t("Undo (Ctrl+Z)"), "redo-help": t("Redo (Ctrl+Y)"),
        "remove": t("Remove this branch"), "remove-help": t("The framed member and all that came from it."),
        "begin": t("Begin with {title}"), "begin-help": t("A new family; Undo brings this one back."),
        "none": t("Click a variation: it is kept and has variations of its own."),
        "one": t("{n} member beside the root"), "many": t("{n} members beside the root")}
