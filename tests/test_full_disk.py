"""A full disk meets whoever presses a button: a sentence, and nothing half made is left."""

import errno
import os
from pathlib import Path

import pytest

from genmodels.errors import RunError
from genmodels.runs import RunStore
from genmodels.runs.status import Status, write_status
from genmodels.worker import branch, branch_config, queue, resume, submit, train_here
from tests.running import tiny


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "ensure_launcher", lambda root: None)     # these tests train in their own process
    return RunStore(tmp_path / "runs")


@pytest.fixture
def trained(store):
    run = store.create(tiny(steps=20))
    assert train_here(run) == "finished"
    return run


@pytest.fixture
def fill(monkeypatch):
    """From its call on nothing is appended and nothing replaced."""
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    def fill(after=0):
        """`after` so many files were still replaced."""
        replace, left = Path.replace, [after]

        def replaced(self, target):
            left[0] -= 1
            return replace(self, target) if left[0] >= 0 else full()
        monkeypatch.setattr(os, "write", full)
        monkeypatch.setattr(Path, "replace", replaced)
    return fill


def test_a_command_that_cannot_be_sent_is_a_sentence(store, fill):
    run = submit(store, tiny())
    fill()
    with pytest.raises(RunError, match=r"stop could not be sent .* No space left on device. Free some space"):
        run.command("stop")


def test_a_run_that_cannot_be_resumed_stays_as_it_was(store, trained, fill):
    write_status(trained.folder, Status("stopped", step=20, steps=20))
    fill()
    with pytest.raises(RunError, match=r"could not be resumed: No space left on device. Free some space"):
        resume(store, trained.id)
    assert trained.state == "stopped"


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_run_that_cannot_be_written_whole_leaves_nothing(store, fill, after):
    """Its settings, its status or its place in the queue are not taken."""
    store.root.mkdir()
    fill(after)
    with pytest.raises(RunError, match="No space left on device"):
        submit(store, tiny())
    assert remains(store) == []


@pytest.mark.parametrize("after", range(6))
def test_a_branch_that_cannot_be_written_whole_leaves_nothing(store, trained, fill, after):
    config = branch_config(trained, 20, {"beta": 4.0}, 40)
    fill(after)
    with pytest.raises(RunError, match="No space left on device"):
        branch(store, trained.id, 20, config)
    assert remains(store) == [trained.folder]


def remains(store):
    """All that lies in the root and in the queue."""
    return [entry for entry in [*store.root.iterdir(), *store.root.glob(".queue/*")] if entry.name != ".queue"]
