"""The decoder's address: the program of the run's weights, a new one with new weights, or a reason."""

import numpy as np
import pytest
import streamlit as st
import torch

from genmodels.errors import NotPortable
from genmodels.portable import program
from genmodels.runs import RunStore
from genmodels.worker import train_here
from tests.running import tiny
from tests.ui.sockets import unpacked
from tests.ui.test_routes import get
from ui import decoders, live


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("GENMODELS_ROOT", str(tmp_path))
    st.cache_resource.clear()
    run = RunStore(tmp_path).create(tiny(steps=3))
    assert train_here(run) == "finished"
    return run


def test_the_program_of_the_newest_weights_comes_packed(run):
    status, headers, body = get(live.engine_data(run)["decoder"])
    header, arrays = unpacked(body)
    carried = program(run.model())
    assert status == 200
    assert "max-age" in headers["cache-control"]
    assert {name: header[name] for name in carried.header()} == carried.header()
    for name, array in carried.arrays().items():
        np.testing.assert_array_equal(arrays[name], array)


def test_a_kept_step_has_its_own_weights(run):
    first, last = (unpacked(get(live.engine_data(run, step)["decoder"])[2])[1] for step in (0, run.checkpoints()[-1]))
    assert first.keys() == last.keys()
    assert any(not np.array_equal(first[name], last[name]) for name in first)


def test_the_address_changes_with_the_weights(run):
    before = live.engine_data(run)
    (run.folder / f"checkpoint-{run.checkpoints()[-1]}").touch()
    assert live.engine_data(run)["decoder"] != before["decoder"]
    assert live.engine_data(run, 3)["live"].endswith("step=3")


@pytest.mark.parametrize(("step", "status"), [("-1", 400), ("x", 400), ("1" * 30, 400), ("", 400), ("39", 404)])
def test_a_step_that_was_not_kept_is_refused_with_a_sentence(run, step, status):
    answer, _, body = get(f"/api/runs/{run.id}/decoder?step={step}")
    assert answer == status
    assert len(body) > 20


def test_a_decoder_that_cannot_be_carried_over_says_why(run, monkeypatch):
    def refuse(model):
        raise NotPortable("The decoder uses softmax.")

    monkeypatch.setattr("genmodels.portable.program", refuse)
    header, arrays = unpacked(decoders.blob(run))
    assert (header["refused"], arrays) == ("The decoder uses softmax.", {})


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"host": "evil.example"}])
def test_strangers_are_refused(run, headers):
    assert get(f"/api/runs/{run.id}/decoder", **headers)[0] == 403


def test_tracing_leaves_torch_as_it_was(run):
    model = run.model()
    before = model.decode(torch.ones(1, 2))
    decoders.blob(run)
    torch.testing.assert_close(model.decode(torch.ones(1, 2)), before, rtol=0, atol=0)
