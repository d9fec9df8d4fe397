"""Runs as a report meets them: written by hand, for no training takes the time to become hostile or huge."""

from dataclasses import replace

import numpy as np

from genmodels.config import ImageSpec
from genmodels.runs import RunStore, Status
from genmodels.runs.files import append_rows, write_json
from genmodels.runs.snapshots import write_snapshot
from genmodels.runs.status import write_status
from tests.running import tiny

HOSTILE = '</script><img src=x onerror="document.title=1"><!--'
JUDGE = "535ac64e3c2d06945e56546fda743793f718ef8ceeb7129cd72380ce0c37bcd6"


def bare(root, title=None, **status):
    """A run with nothing but its settings."""
    run = RunStore(root).create(tiny(steps=400, seed=7, settings={"beta": 3.0}), title=title)
    write_status(run.folder, replace(Status(state="finished", step=400, steps=400, seconds=12.0), **status))
    return run


def told(root, title="A tiny VAE", words="Nothing moves.", pictures=12, image=(1, 8), **status):
    """A run with all a report tells of."""
    run = bare(root, title, **status)
    rng, steps = np.random.default_rng(0), np.linspace(1, 400, 100).round().astype(int).tolist()
    append_rows(run.folder / "metrics.jsonl", ({"step": step, "time": step / 33, "values": {
        "vae/loss": 200 / step + (5000 if step == 200 else 0), "vae/kl": 3.0, "vae/gradient": None if i % 2 else 1.0}}
        for i, step in enumerate(steps)))
    append_rows(run.folder / "live.jsonl", (
        _number("classes", "Effective classes", 1 + step / 50, step, details={
            "classes": ["0", HOSTILE], "counts": [step, 400 - step], "real": [200, 200], "missing": []}) | {"time": 1.0}
        for step in (0, 200, 400)))
    append_rows(run.folder / "results.jsonl", [_number("fd", "Fréchet distance", 4.75, 400)])
    append_rows(run.folder / "alarms.jsonl", [{
        "step": 200, "rule": "collapse", "kind": "Collapse", "what": words, "evidence": "The spread is 0.2.",
        "advice": "Slow the generator down.", "why": "A model of one picture is no model.",
        "plot": {"x": [1, 100, 200], "series": {"spread": [1.0, 0.5, None]}, "limit": 0.5, "unit": "x"},
        "tries": [{"label": "Set beta = 1 now", "settings": {"beta": 1.0}, "from": None}]}] if words else [])
    append_rows(run.folder / "changes.jsonl", [{"step": 100, "time": 3.0, "setting": "beta", "old": 3.0, "new": 4.0}])
    write_json(run.folder / "cost.json", {"steps": 400, "seconds": 12.0, "threads": 1, "device": "cpu",
                                          "cpu_seconds": 10.0, "flops": 2e9})
    for step in np.linspace(1, 400, pictures).round().astype(int).tolist():
        draw(run, step, rng, *image)
    return run


def draw(run, step, rng, channels, size):
    """Noise, which no format makes smaller."""
    images = rng.integers(0, 256, (64, channels, size, size), dtype=np.uint8)
    write_snapshot(run.folder, step, images, images[:16], images[16:32])


def points(root):
    """A run on points of the plane, which is one picture a moment."""
    config = tiny(steps=10).model_copy(update={"model": "point_vae", "dataset": "ring", "settings": {},
                                               "image": ImageSpec(channels=2, size=1)})
    run = RunStore(root).create(config)
    write_snapshot(run.folder, 1, np.zeros((1, 3, 255, 255), np.uint8), None, None)
    return run


def _number(metric, title, value, step, **rest):
    return {"metric": metric, "title": title, "unit": "things", "value": value, "low": value - 1, "high": value + 1,
            "floor": 0.5, "n": 2000, "seed": 123456789, "judge": JUDGE, "step": step, "seconds": 1.5} | rest
