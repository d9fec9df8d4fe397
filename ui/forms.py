"""A Settings class as a form: one widget for each field, its sentence beside it, the advanced ones folded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from genmodels.config import Knob, Settings, knobs
from ui.text import t


def form(kind: type[Settings], start: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The values people chose, not yet validated: `genmodels.config.build` says what does not fit, in sentences."""
    return rows(knobs(kind), start, key)


def rows(fields: Sequence[Knob], start: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The same for some of the fields."""
    values = _in_columns([field for field in fields if not field.advanced], start, key)
    folded = [field for field in fields if field.advanced]
    if folded:
        with st.expander(t("Advanced settings")):
            values |= _in_columns(folded, start, key)
    return {field.name: values[field.name] for field in fields}


def widget(field: Knob, start: Any, key: str) -> Any:
    """One field. Limits are not put on the widget: a value out of range keeps standing there, with its sentence."""
    name, key, help = label(field.name), f"{key}-{field.name}", note(field)
    if field.kind == "bool":
        return st.toggle(name, start, key=key, help=help)
    if field.kind == "choice":
        return st.selectbox(name, field.choices, field.choices.index(start), key=key, help=help)
    if field.kind == "int" and _few(field):
        return st.slider(name, int(field.low or 0), int(field.high or 0), int(start), key=key, help=help)
    if field.kind == "int":
        return st.number_input(name, value=int(start), step=_int_step(start), key=key, help=help)
    if field.kind == "float":
        return st.number_input(name, value=float(start), step=_float_step(start), format="%g", key=key, help=help)
    return st.text_input(name, start, key=key, help=help)


def _in_columns(fields: list[Knob], start: Mapping[str, Any], key: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for at in range(0, len(fields), 3):
        for column, field in zip(st.columns(3, vertical_alignment="bottom"), fields[at:at + 3], strict=False):
            with column:
                values[field.name] = widget(field, start.get(field.name, field.default), key)
    return values


def label(name: str) -> str:
    return t(name.replace("_", " ").capitalize())


def note(field: Knob) -> str:
    if field.low is None or field.high is None or field.kind == "choice":
        return t(field.help)
    return f"{t(field.help)} {t('Allowed: {low:g} to {high:g}.').format(low=field.low, high=field.high)}"


def _few(field: Knob) -> bool:
    return field.low is not None and field.high is not None and field.high - field.low <= 64


def _int_step(value: int) -> int:
    return max(1, 10 ** (len(str(abs(int(value)))) - 1))


def _float_step(start: float) -> float:
    """A tenth of the value's decade, so that the buttons move a rate of 0.0003 by 0.0001 and a beta of 4 by 0.1."""
    if start == 0:
        return 0.1
    exponent = int(f"{abs(start):e}".partition("e")[2])
    return float(10.0 ** (exponent if exponent < 0 else exponent - 1))
