"""What a run was trained with, and the command line that repeats it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from genmodels.compare.settings import complete
from genmodels.config import RunConfig, knobs
from genmodels.errors import ConfigError
from genmodels.models import find_model
from genmodels.report.markup import Markup, joined, section, table, tag
from genmodels.report.words import brief, setting
from genmodels.runs import Run
from genmodels.words import count

HEAD = ("Setting", "Value", "Default", "What it does")
MOST = 200     # changes that are listed
ALL_MODELS = ("seed", "steps", "seconds", "device", "threads", "precision", "live_share")


def settings(run: Run) -> Markup:
    """Those that differ from the default carry a mark."""
    config = run.config
    preset = f" They began with the preset {brief(config.preset)!r}." if config.preset else ""
    return section("Settings", tag("p", f"● marks what differs from the default.{preset}", class_="note"),
                   table(HEAD, [*_own(config), *_shared(config)], "Settings of the run"), *_changes(run),
                   name="settings")


def repeat(run: Run) -> Markup:
    """The command, what it needs, and what it does not say."""
    versions = ", ".join(f"{name} {number}" for name, number in run.card.versions.items())
    needed = f"these versions: {brief(versions)}." if versions else "the same versions, which this run does not name."
    words = [tag("pre", tag("code", run.card.command)),
             tag("p", "In the folder of GenLab. Equal seeds give equal numbers on the same machine and thread count, ",
                 "with ", needed)]
    if run.changes():
        words.append(tag("p", "Settings were changed while it trained; the command begins with those of the start."))
    if parent := run.card.parent:
        words.append(tag("p", f"The run began with the weights of {brief(str(parent.get('run')))} at step "
                              f"{parent.get('step')}; the command trains from the first step with its settings. ",
                         "Repeat that run first and branch off it with ", tag("code", "python -m genmodels branch"),
                         " to get the same."))
    return section("Repeat it", *words, name="repeat")


def _own(config: RunConfig) -> Iterator[list[str]]:
    """The model's; without defaults when this version does not know it."""
    try:
        known = {knob.name: knob for knob in knobs(find_model(config.model).Config)}
    except ConfigError:
        known = {}
    for name, value in list(complete(config).items())[:MOST]:
        knob = known.get(name)
        yield _row(name, value, knob.default, knob.help) if knob else [brief(name), setting(value), "-", ""]


def _shared(config: RunConfig) -> Iterator[list[str]]:
    rules = {knob.name: knob for knob in knobs(RunConfig)}
    image = config.image
    yield ["image", "points of the plane" if image.points else f"{image.size} x {image.size}, "
           f"{'grey' if image.channels == 1 else 'colour'}", "-", "What the network sees."]
    for name in ALL_MODELS:
        if (value := getattr(config, name)) is not None:
            yield _row(name, value, rules[name].default, rules[name].help)


def _row(name: str, value: Any, default: Any, help: str) -> list[str]:
    differs = default is not None and value != default
    shown = joined([tag("b", setting(value)), tag("span", " ●", class_="differs", title="differs from the default")]
                   ) if differs else setting(value)
    return [name, shown, setting(default), help]


def _changes(run: Run) -> list[Markup]:
    rows = run.changes()
    if not rows:
        return []
    shown = [[brief(str(row["setting"])), f"{setting(row['old'])} to {setting(row['new'])}",
              f"after step {count(row['step'])}"] for row in rows[:MOST]]
    return [tag("h3", "Changed while it trained"), table(("Setting", "Change", "When"), shown, "Changed settings")]
