"""Remedies as buttons: which settings to change by how much, and where such a change can start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from genmodels.doctor.alarm import Try
from genmodels.doctor.patient import Patient
from genmodels.doctor.rule import Change


def times(patient: Patient, factors: dict[str, float]) -> list[Change]:
    """Each of these settings multiplied, within its range, in one change; none where the model has none of them."""
    change = {name: value for name, factor in factors.items() if (value := _scaled(patient, name, factor)) is not None}
    return [change] if change else []


def at(patient: Patient, name: str, value: Any) -> list[Change]:
    """That setting at a value, where the model has it and it stands elsewhere."""
    knob = patient.knobs.get(name)
    if knob is None or patient.settings.get(name) == value:
        return []
    return [{name: value}]


def buttons(patient: Patient, changes: Sequence[Change], good: int | None, *, harm_is_done: bool,
            ended: bool = False) -> tuple[Try, ...]:
    """What can be pressed: live settings change now, or from the last good checkpoint where harm is done; others need
    a new start, and so does everything where there is no checkpoint to go back to."""
    found: list[Try] = []
    for change in changes:
        words = " and ".join(f"{name} = {_said(value)}" for name, value in change.items())
        live = all(patient.knobs[name].live for name in change)
        if live and harm_is_done and good:
            found.append(Try(f"Branch from step {good:,} with {words}", dict(change), good))
        if live and not ended:
            found.append(Try(f"Set {words} now", dict(change), None))
        if not live or (harm_is_done and not good):
            found.append(Try(f"Start again with {words}", dict(change), 0))
    return tuple(found)


def _scaled(patient: Patient, name: str, factor: float) -> float | int | None:
    """Two digits of the product; None where the setting is not there, or cannot move that way."""
    knob, value = patient.knobs.get(name), patient.settings.get(name)
    if knob is None or not isinstance(value, int | float) or knob.low is None or knob.high is None:
        return None
    wish = min(knob.high, max(knob.low, float(f"{value * factor:.2g}")))
    wish = round(wish) if knob.kind == "int" else wish
    return None if wish == value else wish


def _said(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
