"""What the timeline says."""

from __future__ import annotations

from ui.text import t


def words() -> dict[str, str]:
    return {
        "play": t("Play the training"), "pause": t("Pause"), "speeds": t("Speed"),
        "speed": t("{speed} times the speed"),
        "scrub": t("Moment of the training"), "step": t("Step {step}"), "step-of": t("Step {step} of {total}"),
        "seconds": t("{s} s"), "minutes": t("{m} min"), "hours": t("{h} h"), "newest": t("the newest, followed"),
        "follow": t("Follow live"),
        "follow-help": t("Show the newest moment as it comes; moving by hand lets go of it."),
        "marks": t("What happened in the training"), "alarm": t("Alarm at step {step}: {what}"),
        "change": t("At step {step} {setting} was changed from {old} to {now}"),
        "branch": t("At step {step} another run branches off: {title}"), "checkpoint": t("Checkpoint at step {step}"),
        "waiting": t("Waiting for the first picture ..."), "nothing": t("This run left no pictures."),
        "reading": t("Reading pictures, {n} of {all} ..."), "broken": t("Pictures that cannot be read: {n}"),
        "offline": t("The server does not answer; trying again ...")}
