"""Joins a training and its doctor: tells it what happens, and writes down what it says.

What it was told stands in the run's files, so a resumed run begins where its doctor was: nothing is said twice.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from genmodels.doctor import RULES, Alarm, Doctor, History, patient_of, replay
from genmodels.events import Scalars, Snapshot
from genmodels.runs import Run
from genmodels.train import Training
from genmodels.worker.desk import Desk


class Medic:
    """Serves one life of a run. A doctor that fails is told of, and the training goes on without."""

    def __init__(self, desk: Desk, training: Training) -> None:
        self.desk, self.training = desk, training
        patient = patient_of(training.config, training.model, len(training.batches.images))
        self._doctor: Doctor | None = Doctor(patient, list(RULES.values()), desk.run.checkpoints)
        self._guarded(partial(_remember, desk.run))

    def scalars(self, event: Scalars) -> None:
        self._guarded(lambda doctor: doctor.scalars(event.step, event.values))

    def snapshot(self, event: Snapshot) -> None:
        """Most snapshots have nothing to read off; what there was is kept for a resume."""
        if event.signs:
            self.desk.persist(partial(self.desk.recorder.signs, event))
            self._guarded(lambda doctor: doctor.snapshot(event.step, event.signs))

    def measured(self, results: Sequence[Mapping[str, Any]]) -> None:
        """The live numbers of one moment."""
        self._guarded(lambda doctor: doctor.measured(results))

    def changed(self, setting: str, value: Any) -> None:
        self._guarded(lambda doctor: doctor.changed({setting: value}))

    def diverged(self, error: Exception) -> None:
        """The training stopped itself: the last alarm, with what it was before."""
        self._guarded(lambda doctor: [doctor.diverged(self.training.step, str(error))])

    def _guarded(self, tell: Callable[[Doctor], list[Alarm] | None]) -> None:
        if self._doctor is None:
            return
        try:
            alarms = tell(self._doctor) or []
        except Exception as error:
            self._doctor = None
            self.desk.recorder.log(traceback.format_exc())
            self.desk.persist(partial(
                self.desk.recorder.alarm, self.training.step, "no doctor", "No rule watches this run any more.",
                f"{type(error).__name__}: {error}", "The training goes on without; the log has the details."))
            return
        for alarm in alarms:
            self.desk.persist(partial(self.desk.recorder.diagnosis, alarm.row()))


def _remember(run: Run, doctor: Doctor) -> None:
    """Tell the doctor what it was told before; a branch is told anew of what it inherited."""
    history = History(run.metrics()[0], run.signs(), run.live()[0], run.changes())
    start = int(run.card.parent["step"]) if run.card.parent else -1
    replay(doctor, history.until(start))
    doctor.forget_episodes()
    replay(doctor, history.after(start))
