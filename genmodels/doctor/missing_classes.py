"""Classes vanish: the judge finds fewer kinds of image among the samples than there are, or points miss modes.

Silent for models that are told the class: what they are asked for says nothing of what they would draw.
"""

from __future__ import annotations

from genmodels.config import knob
from genmodels.doctor.chart import Chart
from genmodels.doctor.collapse import remedies
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change, Finding, Rule, Thresholds, lines


class MissingClasses(Rule):
    id = "missing_classes"
    title = "Classes vanish"
    looks_at = "the judge's class histogram of the samples, its entropy and empty classes; for points, modes reached"
    says_when = "less than 0.6 of the kinds are left, as entropy counts them"
    why = "What it draws may look right and still leave out a part of the data: the model avoids what is hard."
    advice = "Go back to before they were lost and slow the generator down, or strengthen the penalty."
    source = "live"
    harm_is_done = True

    class Limits(Thresholds):
        warm_up: float = knob(0.4, 0.0, 0.9, help="Share of the run that is too young to judge, at most 1000 steps.")
        share: float = knob(0.6, 0.1, 1.0, help="Effective kinds among the samples, beside those among real images.")

    def suits(self, patient: Patient) -> bool:
        return not patient.conditional

    def level(self, chart: Chart) -> float | None:
        share = _share(chart)
        if share is None or self.young(chart):
            return None
        if chart[f"live/{_metric(chart)}"].rising(over=3):
            return None
        return float(self.limits.share) / max(share, 1e-6)

    def finding(self, chart: Chart) -> Finding:
        name = _metric(chart)
        value, floor = chart[f"live/{name}"].last or 0.0, chart[f"floor/{name}"].last or 1.0
        details = chart.details[name][-1][1] if name in chart.details else {}
        missing = [str(kind) for kind in details.get("missing", [])]
        gone = f" None at all of: {', '.join(missing)}." if missing else ""
        kinds = "modes" if name == "modes" else "effective classes"
        return Finding(f"{'Modes' if name == 'modes' else 'Classes'} are missing among the samples.",
                       f"{value:.1f} {kinds} among samples, {floor:.1f} among real {chart.patient.things}.{gone}",
                       lines(chart, {f"live/{name}": "among samples"}, self.limits.share * floor, kinds))

    def tries(self, patient: Patient) -> list[Change]:
        return remedies(patient)


def _metric(chart: Chart) -> str:
    return "modes" if len(chart["live/modes"]) else "classes"


def _share(chart: Chart) -> float | None:
    name = _metric(chart)
    found = chart.last(f"live/{name}", f"floor/{name}")
    return None if found is None or found[1] <= 0 else found[0] / found[1]
