"""`models`, `datasets`, `runs` and `show`: what there is, for people or as JSON."""

from __future__ import annotations

import json
import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from genmodels.config import ImageSpec
from genmodels.runs import Run, RunStore


def models(given: Namespace) -> int:
    from genmodels.models import MODELS, POINT_MODELS
    kinds = [*MODELS.values(), *POINT_MODELS.values()]
    if given.json:
        return _print_json([_model(kind) for kind in kinds])
    for kind in kinds:
        print(f"{kind.name:12} {kind.title}: {kind.summary}\n{'':12} presets: {', '.join(kind.presets)}")
    return 0


def datasets(given: Namespace) -> int:
    from genmodels import data
    cards = list(data.datasets().values())
    if given.json:
        return _print_json([
            {"name": card.name, "title": card.title, "summary": card.summary, "image": card.image.model_dump(),
             "classes": card.classes, "sizes": card.sizes, "source": card.source, "licence": card.licence,
             "here": card.here(), "own": card.own} for card in cards])
    return _print_table(("NAME", "IMAGES", "PIXELS", "HERE", "WHAT"), [
        (card.name, f"{card.sizes['train']:,}", _format(card.image), "yes" if card.here() else "download", card.summary)
        for card in cards])


def runs(given: Namespace) -> int:
    found = RunStore(given.root).runs()
    if given.json:
        return _print_json([_brief(run) for run in found])
    return _print_table(("RUN", "STATE", "STEP", "CREATED", "TITLE"), [
        (run.id, "damaged" if run.problem else run.state, f"{run.status.step}/{run.status.steps or '?'}",
         time.strftime("%Y-%m-%d %H:%M", time.localtime(run.created)), run.problem or run.title) for run in found])


def show(given: Namespace) -> int:
    run = RunStore(given.root).get(given.run)
    status, card = run.status, run.card
    if given.json:
        return _print_json(_brief(run) | {
            "status": asdict(status), "config": card.config.model_dump(mode="json"), "command": card.command,
            "versions": card.versions, "parent": card.parent, "folder": str(run.folder), "best": run.best(),
            "checkpoints": run.checkpoints(), "milestones": run.milestones(), "snapshots": run.snapshots(),
            "alarms": run.alarms(), "changes": run.changes(), "results": run.results()})
    print(f"{run.id}: {status.state}, step {status.step} of {status.steps or '?'}, {status.seconds:.1f} s of training")
    for line in (status.error, status.note, *(alarm["what"] for alarm in run.alarms())):
        if line:
            print(f"  {line}")
    for name, value in card.config.model_dump(mode="json").items():
        print(f"  {name} = {value}")
    for result in run.results():
        print(f"  {result['metric']} {result['value']:.3f} {result['unit']} at step {result['step']}")
    print(f"  repeat with: {card.command}")
    return 0


def _format(image: ImageSpec) -> str:
    return "points" if image.points else f"{image.size}x{image.size}x{image.channels}"


def _brief(run: Run) -> dict[str, Any]:
    if run.problem:
        return {"id": run.id, "title": run.title, "state": run.state, "problem": run.problem}
    return {"id": run.id, "title": run.title, "state": run.state, "step": run.status.step, "steps": run.status.steps,
            "model": run.config.model, "dataset": run.config.dataset, "created": run.created, "shipped": run.shipped,
            "problem": None}


def _model(kind: Any) -> dict[str, Any]:
    from genmodels.config import knobs
    return {"name": kind.name, "title": kind.title, "summary": kind.summary, "paper": kind.paper, "family": kind.family,
            "presets": {name: preset._asdict() for name, preset in kind.presets.items()},
            "settings": [asdict(knob) for knob in knobs(kind.Config)]}


def _print_json(content: Any) -> int:
    print(json.dumps(content, indent=1))
    return 0


def _print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head) - 1)]
    for row in (head, *rows):
        print("  ".join([f"{cell:{width}}" for cell, width in zip(row, widths, strict=False)] + [row[-1]]))
    return 0
