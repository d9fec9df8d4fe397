"""Numbers that are not finite: the one thing that stops a run, for nothing can be learned from them."""

from __future__ import annotations

from genmodels.doctor.chart import Chart
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, lines
from genmodels.doctor.tries import times


class NotFinite(Rule):
    id = "not_finite"
    title = "Not finite"
    looks_at = "every logged loss, term and gradient"
    says_when = "one is infinite or no number; the run stops and keeps its last checkpoint"
    why = "Such a number spreads to all weights in one step, and nothing brings them back."
    advice = "Go back to the last checkpoint with a tenth of the learning rate."
    source = "end"
    harm_is_done = True

    def level(self, chart: Chart) -> float | None:
        return None     # the training says so itself

    def finding(self, chart: Chart) -> Finding:
        named = {f"{player}/loss": player for player in chart.patient.players}
        return Finding("The training has left the numbers.", f"The last finite row was that of step {chart.step:,}.",
                       lines(chart, named, None, "loss"))

    def tries(self, patient: Patient) -> list[Change]:
        return times(patient, {patient.rate_of(player): 0.1 for player in patient.players})
