"""What stands behind some numbers: the classes drawn beside the real ones, nats per dimension, the nearest images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from genmodels.errors import UserError
from genmodels.runs import Run
from ui import bars, cached, figures
from ui.text import t
from ui.words import count

MOST = 40      # columns of a small chart
SHOWN = 8      # samples beside their nearest images


def draw(run: Run, rows: Sequence[dict[str, Any]]) -> None:
    """Whatever these results have to show."""
    for row in rows:
        details = row.get("details")
        show = DETAILS.get(str(row["metric"]))
        if show is not None and isinstance(details, dict):
            show(run, row, details)


def _classes(run: Run, row: dict[str, Any], details: dict[str, Any]) -> None:
    names, drawn, real = details["classes"], details["counts"], details["real"]
    bars.pairs([str(name) for name in names][:MOST], _shares(drawn)[:MOST], _shares(real)[:MOST],
               t("samples"), t("real images"), marked=set(map(str, details["missing"])), mark=t("missing"))
    if details["missing"]:
        st.warning(t("Missing among {n} samples: {names}.").format(
            n=count(row["n"]), names=", ".join(map(str, details["missing"]))), icon=":material/group_off:")


def _nats(run: Run, row: dict[str, Any], details: dict[str, Any]) -> None:
    nats = sorted(enumerate(details["nats"]), key=lambda pair: -pair[1])[:MOST]
    bars.single([f"z{dimension}" for dimension, _ in nats], [value for _, value in nats], t("nats in each dimension"))
    st.caption(t("{active} of {all} dimensions carry more than a hundredth of a nat.").format(
        active=len(details["nats"]) - details["dead"], all=len(details["nats"])))


def _nearest(run: Run, row: dict[str, Any], details: dict[str, Any]) -> None:
    if "nearest" not in details:
        return
    if row["step"] not in run.checkpoints():
        st.caption(t("The weights of step {step} are gone, so its samples cannot be drawn again.").format(
            step=count(row["step"])))
        return
    try:
        shown = _gallery(run.id, row["step"], row["seed"], str(details["nearest"]), run, row)
    except UserError as error:
        st.caption(str(error))
        return
    if shown is None:
        return
    st.caption(t("The samples that come nearest to training images, beside the nearest image it learned from and the "
                 "nearest it never saw; below 1 it is nearer to the first."))
    figures.row([figures.Group("", [
        figures.Figure(shown.samples[i], t("sample"), t("ratio {ratio:.2f}").format(ratio=float(shown.ratios[i]))),
        figures.Figure(shown.train[i], t("learned from")), figures.Figure(shown.held_out[i], t("never seen"))])
        for i in range(min(SHOWN, len(shown.samples)))])


@st.cache_data(max_entries=32, show_spinner=False)
def _gallery(name: str, step: int, seed: int, rows: str, _run: Run, _row: dict[str, Any]) -> Any:
    from genmodels.metrics import Evidence
    from genmodels.metrics.memorisation import pictured

    train, held_out = (cached.dataset(_run.config.dataset, split) for split in ("train", "held-out"))
    return pictured(_row, Evidence(cached.kept_model(_run, step), train, held_out, _row["n"], seed))     # type: ignore[arg-type]


def _shares(counts: Sequence[int]) -> list[float]:
    return [number / max(1, sum(counts)) for number in counts]


DETAILS = {"classes": _classes, "kl_per_dimension": _nats, "memorisation": _nearest}
