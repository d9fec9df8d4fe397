"""What a core, a kilowatt-hour and its carbon are taken for: the reader's own, kept in the address."""

from __future__ import annotations

import streamlit as st

from genmodels.config import build, knobs
from genmodels.cost import Rates
from genmodels.errors import ConfigError
from ui.text import t

LABELS = {"core_watts": "Watts of a core", "core_watts_low": "at least", "core_watts_high": "at most",
          "gpu_watts": "Watts of a GPU", "gpu_watts_low": "at least", "gpu_watts_high": "at most",
          "grams_per_kwh": "g CO₂ for a kWh", "price_per_kwh": "Price of a kWh"}


def rates(gpu: bool) -> Rates:
    """Those in force; figures that contradict each other are told, and the usual ones count."""
    values = {}
    with st.expander(t("What a watt and a kilowatt-hour are taken for"), icon=":material/bolt:"):
        st.caption(t("Nothing here measures power: processor seconds are multiplied by a stated range. Put in what you "
                     "know of your machine and your electricity; the address keeps it."))
        fields = [field for field in knobs(Rates) if gpu or not field.name.startswith("gpu")]
        for start in range(0, len(fields), 3):
            for column, field in zip(st.columns(3), fields[start:start + 3], strict=False):
                with column:
                    values[field.name] = st.number_input(
                        t(LABELS[field.name]), float(field.low or 0), float(field.high or 0), float(field.default),
                        key=field.name, format="%g", bind="query-params", help=t(field.help))
        try:
            return build(Rates, values)
        except ConfigError as error:
            st.error(str(error), icon=":material/error:")
            return Rates()
