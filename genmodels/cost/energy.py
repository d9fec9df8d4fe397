"""From processor seconds to joules, grams of CO2 and money, each with its band.

Power is the weak link: without a counter it is a stated range for a core, which is wide and says so.
"""

from __future__ import annotations

from genmodels.cost.band import Band
from genmodels.cost.rates import Rates
from genmodels.cost.spent import Spent

JOULES_PER_KWH = 3.6e6
COUNTER_ERROR = 0.1     # taken for the GPU's own counter, whose makers promise about 5 %


def energy(spent: Spent, rates: Rates | None = None) -> Band:
    """Joules of the processor, and of the GPU where it trained on one; screens, idle cores and cooling are left out."""
    rates = rates or Rates()
    processor = _processor(spent, rates)
    return processor.plus(_gpu(spent, rates)) if spent.device == "cuda" else processor


def carbon(joules: Band, rates: Rates | None = None) -> Band:
    """Grams of CO2; the band is that of the energy, the grid's own spread is not in it."""
    rates = rates or Rates()
    return joules.times(rates.grams_per_kwh / JOULES_PER_KWH, "g CO2",
                        f"Times {rates.grams_per_kwh:g} g of CO2 for a kWh; the grid's own spread is not in the band.")


def money(joules: Band, rates: Rates | None = None) -> Band:
    """Price of the electricity alone."""
    rates = rates or Rates()
    return joules.times(rates.price_per_kwh / JOULES_PER_KWH, "money",
                        f"Times {rates.price_per_kwh:g} for a kWh; the machine itself is not in it.")


def _processor(spent: Spent, rates: Rates) -> Band:
    seconds = spent.processor_seconds
    how = ("Processor seconds of the training process" if spent.cpu_seconds is not None else
           "Training seconds times threads, because this run did not count its processor seconds,")
    return Band(seconds * rates.core_watts, seconds * rates.core_watts_low, seconds * rates.core_watts_high, "J",
                f"{how} times {rates.core_watts:g} W a core (band: {rates.core_watts_low:g} to "
                f"{rates.core_watts_high:g} W).")


def _gpu(spent: Spent, rates: Rates) -> Band:
    if spent.gpu_joules is not None:
        joules = spent.gpu_joules
        return Band(joules, joules * (1 - COUNTER_ERROR), joules * (1 + COUNTER_ERROR), "J",
                    f"The GPU by its own counter, of the whole device, other programs included (band: "
                    f"{COUNTER_ERROR:.0%}).")
    watts = (rates.gpu_watts, rates.gpu_watts_low, rates.gpu_watts_high)
    value, low, high = (spent.seconds * watt for watt in watts)
    return Band(value, low, high, "J", f"The GPU without a counter: training seconds times {watts[0]:g} W (band: "
                                       f"{watts[1]:g} to {watts[2]:g} W).")
