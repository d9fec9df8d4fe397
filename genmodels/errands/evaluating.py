"""Measures a run by every metric that suits it: `python -m genmodels.errands.evaluating RUN_FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from genmodels.data.base import Progress
from genmodels.errands.errand import Errand
from genmodels.errors import RunError
from genmodels.runs import Run


def evaluation(run: Run) -> Errand:
    """Its results go to the run one by one, as soon as each is there; what the run knows is not measured again."""
    return Errand(run.folder / "evaluation", "genmodels.errands.evaluating", [str(run.folder)])


def start(run: Run) -> None:
    """Raises RunError when there is nothing to measure yet, or when it is being measured."""
    if not run.checkpoints():
        raise RunError("There are no weights to measure yet: the first checkpoint comes within seconds of the start.")
    evaluation(run).start()


def measure(run: Run, say: Progress) -> str:
    """In the process itself; returns the last sentence."""
    import torch

    from genmodels import metrics
    torch.set_num_threads(1)
    fresh: list[metrics.Result] = []

    def keep(result: metrics.Result) -> None:
        run.add_result(dict(result))
        fresh.append(result)
    results = metrics.evaluate(run, on_progress=say, keep=keep)
    step = results[0]["step"] if results else 0
    return f"{len(fresh)} numbers measured at step {step:,}; {len(results) - len(fresh)} were known."


def main(folder: Path) -> int:
    run = Run(folder)
    return evaluation(run).carry_out(lambda say: measure(run, say))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
