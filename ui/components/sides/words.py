"""What the pictures of several runs say."""

from __future__ import annotations

from ui.text import t


def words() -> dict[str, str]:
    """The texts of sides.js in the reader's language; {names} are filled in there."""
    return {
        "samples": t("samples from fixed codes"), "redrawn": t("held-out images drawn again"),
        "originals": t("Held-out images of {dataset}"),
        "play": t("Play"), "halt": t("Stop"), "turn": t("Take turns"), "scrub": t("Moment of all trainings"),
        "divider": t("Divider between the two runs"), "left": t("Left"), "right": t("Right"),
        "at-step": t("step {step}, {seconds} s"), "ended-at": t("ended at step {step}, {seconds} s"),
        "place-share": t("{at} % of each training"), "place-step": t("step {at}"),
        "place-seconds": t("{at} s of training"),
        "waiting": t("waiting for its first picture"), "nothing": t("left no pictures"),
        "reading": t("Fetching pictures: {n} to go"), "file": t("Pictures as PNG"),
    }
