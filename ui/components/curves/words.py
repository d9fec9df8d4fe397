"""What the curves say."""

from __future__ import annotations

from ui.text import t


def words() -> dict[str, str]:
    """The texts of curves.js in the reader's language; {names} are filled in there."""
    return {
        "smoothing": t("Smoothing"), "log": t("Logarithmic"), "axis": t("Along"), "steps": t("steps"),
        "seconds": t("training time"), "family": t("Family"),
        "step": t("step"), "time": t("training time in seconds"),
        "waiting": t("Waiting for the first numbers ..."), "nothing": t("This run ended before its first numbers."),
        "offline": t("The server does not answer; trying again ..."),
        "alarm": t("alarm"), "change": t("setting changed"), "branch": t("a branch begins"),
        "origin": t("it branched off"),
        "changed": t("{setting}: {old} to {new}, after step {step}"),
        "branched": t("{title} branches off at step {step}"), "origin-words": t("Branched off {title} at step {step}"),
        "parent-line": t("{title}, where it came from (step {step})"),
        "branch-line": t("{title}, branched off at step {step}"), "more": t("and {n} more"),
    }
