"""Does every case of *Break it* go wrong as it claims? Each is trained with two seeds in this process.

    python -m benchmarks.cases                # all; --case collapse for one, --seeds 0 1 2 for others
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from genmodels.cases import CASES, Case, facts_of, find_case
from genmodels.runs import RunStore
from genmodels.worker import train_here


def main(words: list[str]) -> int:
    """1 when a case came out otherwise."""
    given = argparse.ArgumentParser("python -m benchmarks.cases", description=__doc__)
    given.add_argument("--case", action="append", metavar="KEY", help="only this one; repeatable")
    given.add_argument("--seeds", type=int, nargs="+", default=[0, 1], metavar="N")
    asked = given.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        store = RunStore(Path(folder))
        came = [_one(store, case, seed) for case in map(find_case, asked.case or CASES) for seed in asked.seeds]
    print(f"{sum(came)} of {len(came)} came out as claimed, seeds {', '.join(map(str, asked.seeds))}.")
    return 0 if all(came) else 1


def _one(store: RunStore, case: Case, seed: int) -> bool:
    began = time.perf_counter()
    run = store.create(case.config(seed))
    state = train_here(run)
    outcome = case.judge(facts_of(run, case.measures))
    rules = sorted({str(row["rule"]) for row in run.alarms() if row.get("rule")})
    right = outcome.choice == case.expected
    print(f"{case.key} seed {seed}: {'as claimed' if right else 'OTHERWISE'}: {outcome.choice}. {outcome.evidence} "
          f"({state} at step {run.status.step}, {time.perf_counter() - began:.0f} s; doctor: "
          f"{', '.join(rules) or 'nothing'}; expected {case.rule})", flush=True)
    return right


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
