"""A run as two hours leave it, written in a second: 100,000 steps of losses, 200 pictures, a few alarms and changes."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

from genmodels.runs import RunStore
from genmodels.runs.card import write_card
from genmodels.runs.files import append_row, write_rows
from genmodels.runs.status import read_status, write_status
from genmodels.train import LOG_EVERY

STEPS, SECONDS, PICTURES = 100_000, 7200.0, 200
TERMS = ("discriminator/loss", "generator/loss", "discriminator/real", "discriminator/fake")


def long_run(root: Path, shipped: Path) -> str:
    """Its id; settings and pictures are those of the shipped GAN, repeated."""
    folder = root / "long-run"
    shutil.copytree(shipped, folder)
    run = RunStore(root).get(folder.name)
    write_card(folder, replace(run.card, title="Two hours", shipped=False))
    write_status(folder, replace(read_status(folder), step=STEPS, steps=STEPS, seconds=SECONDS))
    noise = random.Random(0)
    write_rows(folder / "metrics.jsonl", [
        {"step": step or 1, "time": SECONDS * step / STEPS, "values": {term: noise.gauss(1, 0.2) for term in TERMS}}
        for step in range(0, STEPS + 1, LOG_EVERY)])
    for step in range(10_000, STEPS, 20_000):
        append_row(folder / "alarms.jsonl", {
            "step": step, "kind": "slow steps", "what": "A step takes 6 times as long as before.",
            "evidence": "2 ms at first, 12 ms now.", "advice": "End other programs."})
        append_row(folder / "changes.jsonl", {"step": step + 5000, "time": SECONDS * (step + 5000) / STEPS,
                                              "setting": "generator_rate", "old": 0.001, "new": 0.0005})
    _pictures(folder / "snapshots")
    return folder.name


def _pictures(place: Path) -> None:
    samples = sorted(place.glob("*-samples.png"))
    contents = [picture.read_bytes() for picture in samples]
    for picture in samples:
        picture.unlink()
    for i in range(PICTURES):
        step = round(i * STEPS / (PICTURES - 1))
        (place / f"{step:08d}-samples.png").write_bytes(contents[i * len(contents) // PICTURES])


def rows_of(file: Path) -> list[tuple[int, float]]:
    """(step, seconds of training) of every row that is whole."""
    whole = file.read_bytes().rpartition(b"\n")[0].splitlines()
    return [(row["step"], row["time"]) for row in map(json.loads, whole)]
