"""What a second of a processor, a kilowatt-hour and its carbon are taken for; every reader may know better."""

from __future__ import annotations

from pydantic import model_validator

from genmodels.config import Settings, knob


class Rates(Settings):
    """The band of watts for a core is the usual power limit of a processor over its cores, laptops to servers."""

    core_watts: float = knob(10.0, 0.1, 500, help="Watts of one busy processor core: the processor's power limit over "
                             "its cores. Put in your own.")
    core_watts_low: float = knob(5.0, 0.1, 500, help="The least that core may draw.")
    core_watts_high: float = knob(20.0, 0.1, 500, help="The most that core may draw.")
    gpu_watts: float = knob(250.0, 1, 2000, help="Watts of a busy GPU, where it has no energy counter.", advanced=True)
    gpu_watts_low: float = knob(100.0, 1, 2000, help="The least that GPU may draw.", advanced=True)
    gpu_watts_high: float = knob(700.0, 1, 2000, help="The most that GPU may draw.", advanced=True)
    grams_per_kwh: float = knob(475.0, 0, 2000, help="Grams of CO2 for a kilowatt-hour. 475 is the world's average of "
                                "2018 (IEA, Global Energy and CO2 Status Report 2019); grids lie between 20 and 900.")
    price_per_kwh: float = knob(0.30, 0, 100, help="Price of a kilowatt-hour in your money. 0.30 is a round figure and "
                                "no statistic: your bill knows.")

    @model_validator(mode="after")
    def _inside_its_band(self) -> Rates:
        for what in ("core_watts", "gpu_watts"):
            low, value, high = (getattr(self, f"{what}{end}") for end in ("_low", "", "_high"))
            if not low <= value <= high:
                raise ValueError(f"the band {low:g} to {high:g} does not hold {what} = {value:g}; change it, "
                                 f"{what}_low or {what}_high")
        return self
