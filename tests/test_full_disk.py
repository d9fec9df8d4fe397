"""A full disk meets whoever presses a button: a sentence, and nothing half made is left."""

import errno
import os
import shutil
import threading
from pathlib import Path

import pytest

from genmodels.errors import RunError
from genmodels.runs import RunStore
from genmodels.runs.status import Status, write_status
from genmodels.worker import asking, branch, branch_config, claim, recorder, resume, submit, train_here
from tests.running import assert_same_training, tiny, wait_for


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


def test_a_run_that_is_taken_up_on_a_full_disk_rests_and_goes_on_bit_for_bit(store, trained, monkeypatch):
    """What the last worker recorded after its checkpoint cannot be taken back yet."""
    run, full = RunStore(shutil.copytree(store.root, store.root.with_name("again"))).get(trained.id), threading.Event()
    write = recorder.write_rows

    def refuse(*what):
        if full.is_set():
            raise OSError(errno.ENOSPC, "No space left on device")
        write(*what)
    monkeypatch.setattr(recorder, "write_rows", refuse)
    for one in (trained, run):
        claim(one, steps=40)
    assert train_here(trained) == "finished"
    full.set()
    thread = threading.Thread(target=train_here, args=(run,))
    thread.start()
    wait_for(lambda: run.state == "paused")
    assert "disk is full" in run.status.error
    full.clear()
    run.command("resume")
    thread.join(60)
    assert run.state == "finished"
    assert run.status.error is None
    assert_same_training(trained, run)


def test_no_checkpoint_claims_a_step_that_the_disk_did_not_take(store, monkeypatch):
    """A run rests with a row in hand: stopped there, it must not have weights of a step without its row."""
    run = store.create(tiny(steps=200))
    append = recorder.append_row

    def refuse(file, row):
        if file.name == "metrics.jsonl" and row["step"] >= 40:
            raise OSError(errno.ENOSPC, "No space left on device")
        append(file, row)
    monkeypatch.setattr(recorder, "append_row", refuse)
    thread = threading.Thread(target=train_here, args=(run,))
    thread.start()
    wait_for(lambda: run.state == "paused")
    run.command("checkpoint")
    wait_for(lambda: "Refused" in run.status.note)
    assert "disk is full" in run.status.note
    run.command("stop")
    thread.join(60)
    assert run.state == "stopped"
    assert max(run.checkpoints(), default=0) <= run.metrics()[0][-1]["step"] < 40


def test_a_speed_that_cannot_be_asked_for_is_a_sentence(store, fill, monkeypatch):
    monkeypatch.setattr(asking, "ensure_launcher", lambda root: root.mkdir())
    fill()
    with pytest.raises(RunError, match=r"speed could not be measured: No space left on device. Free some space"):
        asking.promise(store.root, tiny())
    assert list(store.root.glob(".probes/*")) == []


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
