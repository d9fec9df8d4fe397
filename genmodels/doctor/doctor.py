"""The doctor of one run: is told what happens, and answers with alarms. It stops nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from genmodels.doctor.alarm import OVER, Alarm
from genmodels.doctor.chart import Chart
from genmodels.doctor.episode import Episode
from genmodels.doctor.not_finite import NotFinite
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Rule, Source
from genmodels.doctor.tries import buttons


class Doctor:
    """Rules that suit the patient, each with its episode; `kept` names the checkpoints there are when it is asked."""

    def __init__(self, patient: Patient, rules: Sequence[Rule],
                 kept: Callable[[], Sequence[int]] = lambda: ()) -> None:
        self.patient, self.chart, self.kept = patient, Chart(patient), kept
        self.rules = [rule for rule in rules if rule.suits(patient)]
        self._episodes = {rule.id: Episode(rule.limits.in_a_row) for rule in self.rules}

    def scalars(self, step: int, values: Mapping[str, float | None]) -> list[Alarm]:
        """A row of loss terms and movements."""
        return self._look("scalars", step) if self.chart.scalars(step, values) else []

    def snapshot(self, step: int, signs: Mapping[str, float]) -> list[Alarm]:
        """What was read off a snapshot; most have nothing to read."""
        if not signs:
            return []
        self.chart.signs(step, signs)
        return self._look("signs", step)

    def measured(self, results: Sequence[Mapping[str, Any]]) -> list[Alarm]:
        """The live numbers of one moment."""
        if not results:
            return []
        for result in results:
            self.chart.measured(result)
        return self._look("live", int(results[0]["step"]))

    def changed(self, settings: Mapping[str, Any]) -> None:
        """Settings that somebody changed while the run trains."""
        self.patient = self.chart.patient = self.patient.with_settings(settings)

    def diverged(self, step: int, sentence: str) -> Alarm:
        """The training has stopped itself at numbers that are not finite."""
        rule = next((rule for rule in self.rules if rule.source == "end"), NotFinite())
        self.chart.step = step
        alarm = self._alarm(rule, step)
        return Alarm(step, rule.id, rule.title, alarm.what, f"{sentence} {alarm.evidence}", alarm.advice, alarm.why,
                     alarm.plot, alarm.tries)

    def forget_episodes(self) -> None:
        """For a branch: it has its parent's history, and is to be told anew of what it inherited."""
        for episode in self._episodes.values():
            episode.forget()

    def _look(self, source: Source, step: int) -> list[Alarm]:
        alarms = []
        for rule in self.rules:
            if rule.source == source:
                said = self._episodes[rule.id].take(step, rule.level(self.chart))
                if said == "begins":
                    alarms.append(self._alarm(rule, step))
                elif said == "ends":
                    alarms.append(_over(rule, step))
        return alarms

    def _alarm(self, rule: Rule, step: int) -> Alarm:
        seen, since = rule.finding(self.chart), self._episodes[rule.id].since if rule.id in self._episodes else step
        kept = self.kept()
        good = max((at for at in kept if since is None or at <= since), default=None)
        tries = buttons(self.patient, rule.tries(self.patient), good, harm_is_done=rule.harm_is_done,
                        ended=rule.source == "end")
        return Alarm(step, rule.id, rule.title, seen.what, seen.evidence, rule.advice, rule.why, seen.plot, tries)


def _over(rule: Rule, step: int) -> Alarm:
    return Alarm(step, rule.id, OVER, f"Over: {rule.title.lower()}.", "It was well three looks in a row.", "")
