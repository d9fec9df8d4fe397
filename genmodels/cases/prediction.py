"""What a viewer committed to before the curves were shown, kept with the run; and how it came out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from genmodels.cases.case import Case, Outcome, find_case
from genmodels.cases.facts import facts_of
from genmodels.errors import ConfigError, RunError
from genmodels.runs import Run, RunStore
from genmodels.runs.files import read_json, write_json
from genmodels.worker.queue import enqueue

FILE = "prediction.json"


@dataclass(frozen=True)
class Prediction:
    case: Case
    choice: str
    when: float                         # seconds since 1970
    outcome: Outcome | None = None      # once it was told

    @property
    def right(self) -> bool:
        return self.outcome is not None and self.outcome.choice == self.choice


def start(store: RunStore, case: Case, choice: str, seed: int = 0) -> Run:
    """A new run of the case with the prediction in its folder before it trains; raises UserError."""
    case.words(choice)
    run = store.create(case.config(seed))
    _write(run, Prediction(case, choice, time.time()))
    enqueue(run)
    return run


def read_prediction(run: Run) -> Prediction | None:
    """None for a run that nobody predicted, also when the file cannot be read or names what is not there."""
    if not (run.folder / FILE).exists():
        return None
    try:
        return _prediction(read_json(run.folder / FILE))
    except (RunError, ConfigError):
        return None


def tell_outcome(run: Run) -> Prediction:
    """The prediction with its outcome, measured once and kept; raises UserError while the run trains, and when what
    has to be measured cannot be."""
    prediction = read_prediction(run)
    if prediction is None:
        raise RunError(f"Nobody predicted what {run.id} would do.")
    if prediction.outcome is not None:
        return prediction
    if run.active:
        raise RunError(f"{run.id} is {run.state}: how it comes out is told when it has ended.")
    outcome = prediction.case.judge(facts_of(run, prediction.case.measures))
    told = Prediction(prediction.case, prediction.choice, prediction.when, outcome)
    _write(run, told)
    return told


def _write(run: Run, prediction: Prediction) -> None:
    content: dict[str, Any] = {"case": prediction.case.key, "choice": prediction.choice, "time": prediction.when}
    if prediction.outcome is not None:
        content["outcome"] = prediction.outcome._asdict()
    try:
        write_json(run.folder / FILE, content)
    except OSError as error:
        raise RunError(f"The prediction cannot be kept with {run.id}: {error.strerror}.") from error


def _prediction(content: dict[str, Any]) -> Prediction:
    """Raises ConfigError for a case or a choice that is not there."""
    case, choice = find_case(str(content.get("case"))), str(content.get("choice"))
    case.words(choice)
    told, when = content.get("outcome"), content.get("time")
    outcome = None
    if isinstance(told, dict):
        outcome = Outcome(str(told.get("choice")), str(told.get("evidence"))[:500])
        case.words(outcome.choice)
    return Prediction(case, choice, float(when) if isinstance(when, int | float) else 0.0, outcome)
