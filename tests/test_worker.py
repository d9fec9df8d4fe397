"""The life of a training in this process: what it leaves, how it stops, goes on, branches and fails."""

import errno
import json
import shutil
import threading
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise

import pytest
import torch

from genmodels.checkpoint import load
from genmodels.errors import Diverged, RunError
from genmodels.models.vae import VAE
from genmodels.runs.commands import last_number
from genmodels.runs.kept import SPREAD, checkpoint_folder
from genmodels.runs.milestones import milestone_folder, milestone_schedule
from genmodels.runs.status import read_status, write_status
from genmodels.ship import prune
from genmodels.train import Training
from genmodels.worker import branch, claim, queue, train_here
from genmodels.worker.failures import sentence
from genmodels.worker.pace import RECENT, WARM_UP, WINDOW, Pace
from tests.running import assert_same_training, losses, tiny, wait_for

LONG = 100_000     # steps nobody waits for


@pytest.fixture(params=["vae", "gan"])
def model(request):
    return request.param


def trained(store, config):
    run = store.create(config)
    assert train_here(run) == "finished", run.status.error
    return store.get(run.id)


@contextmanager
def training(run):
    """The run trains in a thread; at the end of the block it is stopped."""
    ends = []
    thread = threading.Thread(target=lambda: ends.append(train_here(run)))
    thread.start()
    try:
        wait_for(lambda: (run.state == "running" and run.metrics()[0]) or not thread.is_alive())
        yield ends
    finally:
        if thread.is_alive() and run.folder.exists() and run.active:
            run.command("stop")
        thread.join(60)
        assert not thread.is_alive()


def obeyed(run, kind, **values):
    number = run.command(kind, **values)
    wait_for(lambda: run.status.acknowledged >= number)


def damage(run, step):
    file = checkpoint_folder(run.folder, step) / "model.safetensors"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def test_a_finished_run_left_everything(store, model):
    run = trained(store, tiny(model, steps=25))
    assert [row["step"] for row in run.metrics()[0]] == [1, 10, 20, 25]
    players = {player.name for player in run.model().players()}
    assert {f"{player}/loss" for player in players} <= run.metrics()[0][0]["values"].keys()
    assert run.snapshots()[0] == 0
    assert run.snapshots()[-1] == 25
    assert run.checkpoints()[-1] == 25
    status = run.status
    assert (status.state, status.step, status.steps, status.error, status.device) == ("finished", 25, 25, None, "cpu")
    assert status.started <= status.ended
    assert status.seconds > 0
    assert "Finished at step 25" in run.log()


def test_a_vae_is_measured_at_its_end(store):
    run = trained(store, tiny(steps=25))
    assert [result["metric"] for result in run.results()] == ["test_nll_elbo"]
    assert run.results()[0]["n"] == 360
    assert run.best() == 25


def test_equal_seeds_give_equal_runs(store, model):
    one, other = (trained(store, tiny(model, steps=25, seed=5)) for _ in range(2))
    assert_same_training(one, other)
    assert losses(trained(store, tiny(model, steps=25, seed=6))) != losses(one)


@pytest.mark.parametrize("stop_at", [1, 13, 20, 37])
def test_resume_equals_an_uninterrupted_run_bit_for_bit(store, model, stop_at, monkeypatch):
    """Stopped anywhere, also amid a mean that is logged later, and with a learning rate changed by hand before."""
    whole = trained(store, tiny(model, steps=40))
    run = store.create(tiny(model, steps=40))
    stop_after(monkeypatch, run, stop_at)
    assert train_here(run) == "stopped"
    assert run.checkpoints()[-1] == stop_at
    monkeypatch.undo()
    claim(run)
    assert train_here(run) == "finished"
    assert_same_training(whole, run)


def stop_after(monkeypatch, run, step):
    """Send the stop when the step has been made, and have the worker look at once."""
    made = Training._round

    def round_and_stop(self):
        made(self)
        if self.step == step:
            run.command("stop")
    monkeypatch.setattr(Training, "_round", round_and_stop)
    monkeypatch.setattr("genmodels.worker.body.LOOK", 0.0)


def test_a_lost_run_forgets_what_came_after_its_checkpoint(store, monkeypatch):
    """As kill -9 leaves it: status says running, rows and pictures go further than the last checkpoint."""
    whole = trained(store, tiny(steps=60))
    run = store.create(tiny(steps=60))
    stop_after(monkeypatch, run, 23)
    train_here(run)
    monkeypatch.undo()
    with (run.folder / "metrics.jsonl").open("a") as stream:
        stream.write('{"step": 30, "time": 9, "values": {"vae/loss": 0.5}}\n{"step": 40, "ti')
    shutil.copy(run.snapshot(16)["samples"], run.folder / "snapshots" / "00000031-samples.png")
    (run.folder / ".checkpoint-40.part").mkdir()
    write_status(run.folder, replace(read_status(run.folder), state="running", step=44))
    assert run.state == "lost"
    claim(run)
    assert train_here(run) == "finished"
    assert_same_training(whole, run)
    assert not list(run.folder.glob(".checkpoint-*"))


def test_pause_rests_and_resume_goes_on(store):
    run = store.create(tiny(steps=LONG))
    with training(run):
        obeyed(run, "pause")
        wait_for(lambda: run.state == "paused")
        before = run.status
        assert run.checkpoints()[-1] == before.step
        rows = len(run.metrics()[0])
        wait_for(lambda: run.status.beat > before.beat)     # its heart beats while it rests
        assert len(run.metrics()[0]) == rows
        assert run.status.seconds == before.seconds
        obeyed(run, "resume")
        wait_for(lambda: len(run.metrics()[0]) > rows)
        assert run.state == "running"
    assert run.state == "stopped"


def test_a_paused_run_can_be_stopped(store):
    run = store.create(tiny(steps=LONG))
    with training(run) as ends:
        obeyed(run, "pause")
        run.command("stop")
        wait_for(lambda: ends)
    assert (ends, run.state) == (["stopped"], "stopped")
    assert run.model() is not None


def test_commands_are_obeyed_and_acknowledged(store):
    run = store.create(tiny(steps=LONG))
    with training(run):
        pictures = set(run.snapshots())
        obeyed(run, "checkpoint")
        assert run.checkpoints()
        obeyed(run, "snapshot")
        assert set(run.snapshots()) - pictures
        obeyed(run, "set", setting="learning_rate", value=1e-4)
        assert "learning_rate is 0.0001" in run.log()
        obeyed(run, "set", setting="nothing", value=1e-4)
        assert "no setting 'nothing'" in run.status.note
        for value in ("fast", None, [1], 2.0):
            obeyed(run, "set", setting="learning_rate", value=value)
        assert run.state == "running"
    assert load(checkpoint_folder(run.folder, run.checkpoints()[-1])).facts["live"]["learning_rate"] == 1e-4
    change, = run.changes()
    assert (change["setting"], change["old"], change["new"]) == ("learning_rate", 0.004, 1e-4)
    assert change["step"] > 0
    assert change["time"] > 0


def test_old_commands_do_not_reach_a_resumed_run(store):
    run = store.create(tiny(steps=LONG))
    with training(run):
        run.command("stop")
    write_status(run.folder, replace(read_status(run.folder), acknowledged=0))     # as if killed before it could say so
    claim(run, steps=run.status.step + 20)
    assert run.status.acknowledged == last_number(run.folder)
    assert train_here(run) == "finished"


def test_a_training_that_encodes_leaves_milestones_to_look_back(store):
    run = trained(store, tiny(steps=40))
    assert run.milestones() == sorted(milestone_schedule(40))
    first, later = run.model(0), run.model(run.milestones()[-1])
    assert not torch.equal(first.encoder[1].weight, later.encoder[1].weight)
    folder = milestone_folder(run.folder, 0)
    assert sorted(file.name for file in folder.iterdir()) == ["manifest.json", "model.safetensors"]
    assert {tensor.dtype for tensor in load(folder).model.values()} == {torch.float16}
    with pytest.raises(RunError, match=r"keeps no weights of step 7. Kept: 0, 1, 3"):
        run.model(7)
    assert trained(store, tiny("gan", steps=5)).milestones() == []


@pytest.mark.parametrize("stop_at", [4, 13])
def test_milestones_of_a_resumed_run_are_those_of_an_uninterrupted_one(store, stop_at, monkeypatch):
    whole = trained(store, tiny(steps=40))
    run = store.create(tiny(steps=40))
    stop_after(monkeypatch, run, stop_at)
    train_here(run)
    monkeypatch.undo()
    later = milestone_folder(run.folder, 18)     # as a worker leaves it that is killed before its next checkpoint
    shutil.copytree(milestone_folder(run.folder, 0), later)
    (run.folder / ".milestone-27.part").mkdir()
    claim(run)
    assert train_here(run) == "finished"
    assert run.milestones() == whole.milestones()
    assert not list(run.folder.glob(".milestone-*"))
    for step in run.milestones():
        mine, theirs = (load(milestone_folder(each.folder, step)).model for each in (run, whole))
        assert all(torch.equal(tensor, theirs[name]) for name, tensor in mine.items())


def test_more_steps_keep_the_milestones_there_are(store):
    run = trained(store, tiny(steps=10))
    claim(run, steps=30)
    assert train_here(store.get(run.id)) == "finished"
    later = {step for step in milestone_schedule(30) if step >= 10}
    assert run.milestones() == sorted(milestone_schedule(10) | later)


def test_a_damaged_milestone_is_told_and_harms_nothing_else(store):
    run = trained(store, tiny(steps=10))
    file = milestone_folder(run.folder, 1) / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(RunError, match=r"milestone-1/model\.safetensors is damaged"):
        run.model(1)
    assert run.model() is not None


def test_the_last_two_the_best_and_a_few_between_are_kept(store):
    run, saved = store.create(tiny(steps=LONG)), set()
    with training(run):
        for _ in range(12):
            obeyed(run, "checkpoint")
            saved.update(run.checkpoints())
    steps = run.checkpoints()
    assert len(steps) < len(saved)
    assert len(steps) <= SPREAD + 3
    assert set(sorted(saved)[-1:]) <= set(steps)
    assert run.best() in steps


def test_a_damaged_checkpoint_falls_back_to_the_one_before(store):
    run = store.create(tiny(steps=LONG))
    with training(run):
        obeyed(run, "checkpoint")
        first = run.checkpoints()[-1]
    last = run.checkpoints()[-1]
    assert first < last
    damage(run, last)
    run.model()
    with pytest.raises(RunError, match="SHA-256"):
        run.model(last)
    claim(run, steps=last + 10)
    assert train_here(run) == "finished"
    assert "damaged checkpoint" in {alarm["kind"] for alarm in run.alarms()}
    assert f"Goes on from step {first}" in run.log()


def test_a_run_without_any_readable_checkpoint_says_so(store):
    run = trained(store, tiny(steps=5))
    damage(run, 5)
    with pytest.raises(RunError, match="no checkpoint that can be read"):
        run.model()
    claim(run, steps=10)
    assert train_here(run) == "failed"
    assert "Start a new run" in run.status.error
    with pytest.raises(RunError, match="no checkpoint yet"):
        store.create(tiny()).model()


def test_the_second_of_two_resumes_loses(store):
    run = trained(store, tiny(steps=5))
    queue.resume(store, run.id, steps=LONG)
    with pytest.raises(RunError, match="in the queue already"):
        queue.resume(store, run.id, steps=LONG)
    with training(run), pytest.raises(RunError, match=r"another process|is running"):
        train_here(run)


def test_a_run_that_is_held_cannot_be_resumed(store):
    run = trained(store, tiny(steps=5))
    with run.hold(), pytest.raises(RunError, match="another process works on it"):
        claim(run, steps=20)


def test_a_finished_run_goes_on_only_with_more_steps(store):
    run = trained(store, tiny(steps=10))
    with pytest.raises(RunError, match="more steps"):
        claim(run)
    with pytest.raises(RunError, match="more steps"):
        claim(run, steps=10)
    claim(run, steps=30)
    assert train_here(store.get(run.id)) == "finished"
    assert [row["step"] for row in run.metrics()[0]] == [1, 10, 20, 30]
    assert store.get(run.id).config.steps == 30


def test_a_run_that_has_ended_does_not_start_by_itself(store):
    run = trained(store, tiny(steps=5))
    with pytest.raises(RunError, match="is finished, so there is nothing to start"):
        train_here(run)


def test_seconds_become_steps_that_are_written_down(store):
    run = store.create(tiny(steps=None, seconds=1.0))
    assert train_here(run) == "finished"
    again = store.get(run.id)
    assert again.config.steps == again.status.steps == again.status.promise["steps"]
    assert again.card.command.split("--steps ")[1].startswith(f"{again.config.steps} ")
    assert again.status.promise["came_true"]["seconds"] > 0


def test_another_thread_count_is_told(store):
    run = trained(store, tiny(steps=5))
    manifest = checkpoint_folder(run.folder, 5) / "manifest.json"
    content = json.loads(manifest.read_text())
    content["facts"]["threads"] = 7
    manifest.write_text(json.dumps(content))
    claim(run, steps=10)
    train_here(store.get(run.id))
    assert [alarm["evidence"] for alarm in run.alarms()] == ["threads was 7, now it is 1."]


def test_numbers_that_leave_the_finite_ones_end_the_run_and_keep_its_checkpoint(store, monkeypatch):
    run = store.create(tiny(steps=LONG))
    with training(run) as ends:
        obeyed(run, "checkpoint")
        kept = run.checkpoints()
        terms = VAE.elbo_terms
        monkeypatch.setattr(VAE, "elbo_terms", lambda *given: tuple(term * torch.nan for term in terms(*given)))
        wait_for(lambda: ends)
    assert ends == ["failed"]
    assert "learning rate" in run.status.error
    assert set(kept) <= set(run.checkpoints())
    run.model()


def test_an_error_of_our_own_is_one_sentence_and_a_traceback_in_the_log(store, monkeypatch):
    def broken(self):
        raise LookupError("a table has three legs")
    monkeypatch.setattr(Training, "snapshot", broken)
    run = store.create(tiny())
    assert train_here(run) == "failed"
    assert "LookupError: a table has three legs" in run.status.error
    assert "Traceback" in run.log()


def test_a_number_that_cannot_be_measured_takes_nothing_from_the_run(store, monkeypatch):
    def broken(*args, **rest):
        raise ZeroDivisionError("no images")
    monkeypatch.setattr("genmodels.metrics.evaluate", broken)
    run = trained(store, tiny(steps=5))
    assert [alarm["kind"] for alarm in run.alarms()] == ["not measured"]
    assert run.results() == []


def test_stopped_before_a_worker_takes_it_up_it_stands_at_its_last_checkpoint(store, monkeypatch):
    """A worker that was killed had come further than what it saved; nobody can go on from there."""
    run = store.create(tiny(steps=60))
    stop_after(monkeypatch, run, 23)
    train_here(run)
    write_status(run.folder, replace(read_status(run.folder), state="running", step=37))
    assert (run.state, run.status.step) == ("lost", 37)
    claim(run)
    run.command("stop")
    assert (run.state, run.status.step) == ("stopped", 23)
    assert run.checkpoints()[-1] == 23


def test_a_full_disk_pauses_with_a_sentence_and_resume_loses_nothing(store, monkeypatch):
    whole = trained(store, tiny(steps=60))
    run, full = store.create(tiny(steps=60)), threading.Event()
    full.set()

    def on_full_disk(work):
        def refuse(*args, **rest):
            if full.is_set() and (work.__name__ != "append_row" or args[1]["step"] >= 30):
                raise OSError(errno.ENOSPC, "No space left on device")
            return work(*args, **rest)
        return refuse
    from genmodels.worker import recorder
    monkeypatch.setattr(recorder, "append_row", on_full_disk(recorder.append_row))
    monkeypatch.setattr(recorder, "write_status", on_full_disk(recorder.write_status))     # told in place instead
    with training(run) as ends:
        wait_for(lambda: run.state == "paused")
        assert "disk is full" in run.status.error
        assert [row["step"] for row in run.metrics()[0]] == [1, 10, 20]
        full.clear()
        obeyed(run, "resume")
        wait_for(lambda: ends)
    assert ends == ["finished"]
    assert run.status.error is None
    assert_same_training(whole, run)


def test_a_full_disk_keeps_the_old_checkpoint(store, monkeypatch):
    run = store.create(tiny(steps=LONG))
    with training(run) as ends:
        obeyed(run, "checkpoint")
        kept = run.checkpoints()

        def full(*args):
            raise OSError(errno.ENOSPC, "No space left on device")
        monkeypatch.setattr("genmodels.checkpoint._write", full)
        run.command("checkpoint")
        wait_for(lambda: run.state == "paused")
        run.command("stop")
        wait_for(lambda: ends)
    assert ends == ["stopped"]
    assert "disk is full" in run.status.error
    assert run.checkpoints() == kept
    run.model()


def test_a_folder_deleted_under_way_ends_the_worker_quietly(store):
    run, other = store.create(tiny(steps=LONG)), store.create(tiny(steps=5))
    with training(run) as ends:
        shutil.rmtree(run.folder, ignore_errors=True)     # what is written meanwhile may keep the folder itself
        wait_for(lambda: ends)
    shutil.rmtree(run.folder, ignore_errors=True)
    assert ends == ["stopped"]
    assert train_here(other) == "finished"
    assert [left.id for left in store.runs()] == [other.id]


def test_a_shipped_run_is_small_draws_and_is_kept(store, model):
    run = trained(store, tiny(model, steps=30))
    before, drawn = run.model(), sum(file.stat().st_size for file in checkpoint_folder(run.folder, 30).iterdir())
    prune(run, "Digits by hand")
    shipped = store.get(run.id)
    assert (shipped.title, shipped.shipped, shipped.state) == ("Digits by hand", True, "finished")
    assert sum(file.stat().st_size for file in checkpoint_folder(run.folder, 30).iterdir()) < drawn / 3
    z = before.prior(8, torch.Generator().manual_seed(0))
    torch.testing.assert_close(shipped.model().decode(z), before.decode(z), atol=0.02, rtol=0.02)
    assert next(shipped.model().parameters()).dtype == torch.float32
    with pytest.raises(RunError, match="optimiser"):
        claim(shipped, steps=100)
    with pytest.raises(RunError, match="optimiser"):
        branch(store, run.id, 30, tiny(model, steps=100))
    with pytest.raises(RunError, match="came with GenLab"):
        store.delete(run.id)


def test_a_shipped_run_keeps_its_milestones_and_sixty_snapshots(store):
    run = trained(store, tiny(steps=90))
    drawn, kept = run.snapshots(), run.milestones()
    prune(run, "Digits by hand")
    left = store.get(run.id).snapshots()
    assert (len(left), left[0], left[-1]) == (60, 0, 90)
    assert set(left) <= set(drawn)
    assert max(drawn.index(b) - drawn.index(a) for a, b in pairwise(left)) == 2     # never two in a row are lost
    assert all({"samples", "reconstructions"} == run.snapshot(step).keys() for step in left)
    assert store.get(run.id).milestones() == kept


def test_steps_that_become_much_slower_are_noticed_once():
    pace = Pace()
    for _ in range(WARM_UP + WINDOW):
        pace.step(0.01)
    assert pace.collapse() is None
    for _ in range(RECENT):
        pace.step(0.3)
    assert pace.collapse() == (0.01, 0.3)
    assert pace.collapse() is None
    for _ in range(RECENT):
        pace.step(0.011)
    assert pace.collapse() is None
    for _ in range(RECENT):
        pace.step(0.2)
    assert pace.collapse() == (0.01, 0.2)


def test_a_blink_in_which_quick_steps_are_slow_is_no_collapse():
    pace = Pace()
    for _ in range(WARM_UP + 300 * WINDOW):     # 0.05 ms each, as on a GPU
        pace.step(5e-5)
    for _ in range(2 * RECENT):                 # 15 ms in all: another thread had the processor
        pace.step(5e-4)
    assert pace.collapse() is None
    for _ in range(20 * RECENT):
        pace.step(5e-4)
    assert pace.collapse() == pytest.approx((5e-5, 5e-4), rel=0.05)


@pytest.mark.parametrize(("error", "words"), [
    (Diverged("vae/loss became nan"), "vae/loss became nan"),
    (MemoryError(), "Halve batch_size \\(now 16\\)"),
    (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to get 9 bytes"), "Out of memory at step 3"),
    (torch.OutOfMemoryError("CUDA out of memory."), "Out of memory at step 3"),
    (OSError(errno.ENOSPC, "No space left on device"), "disk is full"),
    (OSError(errno.EROFS, "Read-only file system", "/a/b"), "/a/b cannot be written"),
    (KeyError("x"), "KeyError: 'x'")])
def test_every_bad_end_is_a_sentence(error, words):
    import re
    assert re.search(words, sentence(error, tiny(), 3))
