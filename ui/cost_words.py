"""What a run cost, in words: each figure with its band where it is an estimate."""

from __future__ import annotations

import math

import streamlit as st

from genmodels.cost import Band, Rates, Spent, carbon, energy, money, spent
from genmodels.runs import Run
from ui.text import t
from ui.words import duration, scaled


def band(found: Band) -> str:
    """`350 J (175 J to 700 J)`."""
    return _between(*(scaled(number, found.unit) for number in (found.value, found.low, found.high)))


def operations(found: Spent) -> str:
    return t("unknown") if found.flops is None else scaled(found.flops, "FLOP")


def speed(found: Spent) -> str:
    """What was achieved."""
    return t("unknown") if found.flops_per_second is None else scaled(found.flops_per_second, "FLOP/s")


def processor(found: Spent) -> str:
    if found.cpu_seconds is None:
        return t("not counted, at most {time}").format(time=duration(found.processor_seconds))
    return duration(found.cpu_seconds)


def line(run: Run) -> None:
    """What a run has cost, below its settings; how each figure was got stands in its help."""
    found = spent(run)
    if found.seconds <= 0:
        return
    joules = energy(found)
    said = t("**Cost**: {time} of training, {processor} of processor time, {operations} at {speed}, {energy}.")
    st.markdown(said.format(time=duration(found.seconds), processor=processor(found), operations=operations(found),
                            speed=speed(found), energy=band(joules)), help=methods(found))


def methods(found: Spent, rates: Rates | None = None) -> str:
    """How the figures were got."""
    counted = t("Operations: matrix products and convolutions of one step, counted by torch, times the steps.")
    unknown = t("Operations are unknown: {reason}").format(reason=found.problem)
    return "  \n".join([unknown if found.problem else counted,
                        t("Energy: {method}").format(method=energy(found, rates).method)])


def grams(joules: Band, rates: Rates) -> str:
    """Of carbon dioxide."""
    return band(carbon(joules, rates)._replace(unit="g"))


def price(joules: Band, rates: Rates) -> str:
    """Of the electricity, in the reader's money."""
    found = money(joules, rates)
    return _between(*map(_plainly, (found.value, found.low, found.high)))


def _plainly(number: float) -> str:
    """Two digits that count, without an exponent."""
    return "0" if number <= 0 else f"{number:.{max(2, 1 - math.floor(math.log10(number)))}f}"


def _between(value: str, low: str, high: str) -> str:
    return t("{value} ({low} to {high})").format(value=value, low=low, high=high)
