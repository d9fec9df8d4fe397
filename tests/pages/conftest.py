"""The two worlds of the page tests: no run at all, and two tiny finished runs that were really trained."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from genmodels import worker
from genmodels.errors import RunError
from genmodels.runs import RunStore
from genmodels.worker import queue, train_here
from tests.pages.reading import healthy
from tests.running import tiny
from ui import promises

ROUTER = Path(__file__).parents[2] / "pages" / "_router.py"


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """A folder with a VAE and a GAN, each trained for a few steps on the 8x8 digits; copied, never changed."""
    store = RunStore(tmp_path_factory.mktemp("trained"))
    for model in ("vae", "gan"):
        assert train_here(store.create(tiny(model, steps=30))) == "finished"
    return store.root


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A store without runs; no launcher starts, so what is submitted stays in the queue."""
    root = tmp_path / "runs"
    monkeypatch.setenv("GENMODELS_ROOT", str(root))
    monkeypatch.delenv("GENMODELS_DATA", raising=False)
    monkeypatch.setenv("GENMODELS_CACHE", str(tmp_path / "cache"))
    for place in (worker, queue):
        monkeypatch.setattr(place, "ensure_launcher", lambda root: root.mkdir(exist_ok=True))
    monkeypatch.setattr(worker, "promise", unmeasured)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield RunStore(root)
    promises._asked.clear()     # questions still waiting are stale now,
    promises._pool().submit(bool).result(60)     # and the one under way is over before the patches are taken back


def unmeasured(root, config, timeout):
    """The promise of a machine whose launcher does not come: the probe itself has tests of its own."""
    raise RunError("The speed could not be measured in time.")


@pytest.fixture
def world(empty, trained):
    """The same with the two finished runs in it."""
    shutil.copytree(trained, empty.root)
    return empty


@pytest.fixture
def finished_vae(world):
    return next(run for run in world.runs() if run.config.model == "vae")


@pytest.fixture
def finished_gan(world):
    return next(run for run in world.runs() if run.config.model == "gan")


@pytest.fixture
def open_page():
    """A page inside the frame, as a link opens it: `open_page("watch", run=...)`."""
    def opened(name, **query):
        at = AppTest.from_file(ROUTER, default_timeout=60)
        if name != "home":
            at.switch_page(f"{name}.py")
        for key, value in query.items():
            at.query_params[key] = value
        return healthy(at.run())
    return opened
