"""How well the doctor's rules tell sick trainings from healthy ones, over a bank of short runs, really trained.

    python -m benchmarks.doctor [--seeds 1 2] [--jobs 2] [--folder DIR] [--json]

Limits are to be chosen on the runs of seed 0 alone; what is reported is on other seeds, which the choice has not seen.
The runs' signals are kept in the folder: when a limit has changed, the rules are replayed over them in seconds. A
sabotaged run is found when the rule it was made for speaks; a false alarm is any alarm in a healthy run. Exit code 1
when fewer than 90 % of the sabotaged runs are found, or more than one healthy run in twenty is called sick.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import torch

from benchmarks.bank import CASES, Case, config_of, record
from genmodels.data import cache
from genmodels.doctor import OVER, RULES, Doctor, History, patient_of, replay
from genmodels.metrics.interval import wilson
from genmodels.models import make_model
from genmodels.runs.files import read_json, read_rows

SENSITIVITY = 0.9
FALSE_ALARMS = 1 / 20
CALIBRATED_ON = 0     # the seed whose runs limits are chosen on


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    began = time.perf_counter()
    places = _recorded(options)
    told = [(CASES[place_case(place)["name"]], alarmed(place)) for place in places]
    report = summary(told) | {"seeds": options.seeds, "recorded_in": round(time.perf_counter() - began, 1)}
    print(json.dumps(report, indent=1) if options.json else _table(report))
    return 0 if report["holds"] else 1


def alarmed(place: Path) -> set[str]:
    """The rules that speak when the run recorded there is told again."""
    fact = place_case(place)
    case = CASES[fact["name"]]
    config = config_of(case, fact["seed"])
    with torch.device("meta"):
        model = make_model(config.model, config.image, len(config.classes), config.settings)
    doctor = Doctor(patient_of(config, model, fact["training_images"]), list(RULES.values()))
    changes = [{"step": case.steps // 2, "setting": name, "new": value} for name, value in case.later.items()]
    rows = (read_rows(place / f"{name}.jsonl")[0] for name in ("metrics", "signs", "live"))
    spoken = {alarm.rule for alarm in replay(doctor, History(*rows, changes)) if alarm.kind != OVER}
    return spoken | ({"not_finite"} if fact["end"] else set())


def summary(told: Sequence[tuple[Case, set[str]]]) -> dict[str, Any]:
    """For each rule the sabotaged runs it was made for that it found, and the healthy ones it called sick."""
    healthy = [(case, rules) for case, rules in told if case.made_for is None]
    sick = [(case, rules) for case, rules in told if case.made_for is not None]
    rules = {rule: {
        "found": sum(rule in spoken for case, spoken in sick if case.made_for == rule),
        "of": sum(case.made_for == rule for case, _ in sick),
        "false": sum(rule in spoken for _, spoken in healthy)} for rule in RULES}
    found, wrong = sum(case.made_for in spoken for case, spoken in sick), sum(bool(spoken) for _, spoken in healthy)
    return {"rules": rules, "healthy": len(healthy), "sabotaged": len(sick), "found": found, "false_alarms": wrong,
            "missed": [case.name for case, spoken in sick if case.made_for not in spoken],
            "wrongly": {case.name: sorted(spoken) for case, spoken in healthy if spoken},
            "holds": found >= SENSITIVITY * len(sick) and wrong <= FALSE_ALARMS * len(healthy)}


def place_case(place: Path) -> dict[str, Any]:
    return read_json(place / "case.json")


def _recorded(options: argparse.Namespace) -> list[Path]:
    """Every case under every seed, trained now where it is not there yet."""
    jobs = [(name, seed) for seed in options.seeds for name in CASES]
    with ProcessPoolExecutor(options.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = []
        for i, place in enumerate(pool.map(partial(_record, folder=options.folder), jobs)):
            print(f"\r{i + 1} of {len(jobs)} runs", end="", file=sys.stderr)
            found.append(place)
    print(file=sys.stderr)
    return found


def _record(job: tuple[str, int], folder: Path) -> Path:
    name, seed = job
    return record(CASES[name], seed, folder)


def _table(report: dict[str, Any]) -> str:
    lines = [f"{'rule':20} {'found':>8} {'false':>6}   of {report['healthy']} healthy runs, "
             f"seeds {' '.join(map(str, report['seeds']))}; limits may look at seed {CALIBRATED_ON} only"]
    for rule, row in report["rules"].items():
        found = f"{row['found']}/{row['of']}" if row["of"] else "-"
        lines.append(f"{rule:20} {found:>8} {row['false']:>6}")
    low, high = wilson(report["found"], report["sabotaged"])
    lines.append(f"found {report['found']} of {report['sabotaged']} sabotaged runs (95 %: {low:.0%} to {high:.0%}), "
                 f"at least {SENSITIVITY:.0%} wanted")
    low, high = wilson(report["false_alarms"], report["healthy"])
    lines.append(f"false alarms in {report['false_alarms']} of {report['healthy']} healthy runs (95 %: {low:.0%} to "
                 f"{high:.0%}), at most {FALSE_ALARMS:.0%} allowed")
    lines += [f"  missed: {name}" for name in report["missed"]]
    lines += [f"  wrongly: {name}: {', '.join(rules)}" for name, rules in report["wrongly"].items()]
    return "\n".join([*lines, "holds" if report["holds"] else "does not hold"])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="each adds all cases once more")
    parser.add_argument("--jobs", type=int, default=2, help="runs that train at once")
    parser.add_argument("--folder", type=Path, default=cache.root() / "doctor-bank", help="where signals are kept")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
