"""Real processes: started from the queue, killed, stopped, paused, resumed; the launcher itself killed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from genmodels import worker
from genmodels.checkpoint import load
from genmodels.errors import ConfigError, RunError
from genmodels.executor import Local
from genmodels.launcher import serving
from genmodels.launcher.sources import Sources
from genmodels.probe import settle
from genmodels.runs import RunStore
from genmodels.runs.kept import LAST, SPREAD, checkpoint_folder
from genmodels.runs.locks import held
from genmodels.runs.status import marker
from tests.running import assert_same_training, tiny, wait_for

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks and kills processes as Linux does")

LONG = 1_000_000
SLOTS = 2


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A root with a launcher of its own that knows two slots."""
    store = RunStore(tmp_path_factory.mktemp("root"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENMODELS_SLOTS", str(SLOTS))
        worker.ensure_launcher(store.root)
        wait_for(lambda: (store.root / ".launcher.pid").exists())
        yield store
        for run in store.runs():
            if run.active:
                run.command("stop")
        wait_for(lambda: not any(run.active for run in store.runs()))
        os.kill(launcher(store), signal.SIGTERM)
        wait_for(lambda: not held(store.root / ".launcher.lock"))


def launcher(store):
    return int((store.root / ".launcher.pid").read_text())


def started(store, config):
    run = worker.submit(store, config)
    wait_for(lambda: run.state == "running" and run.metrics()[0])
    return run


def ended(run, state):
    wait_for(lambda: not run.active)
    assert run.state == state, (run.status.error, run.log())


def kill(run, kind=signal.SIGKILL):
    os.kill(run.status.pid, kind)


def test_a_submitted_run_trains_in_a_session_of_its_own(store):
    run = started(store, tiny(steps=LONG))
    pid = run.status.pid
    assert os.getsid(pid) == pid
    assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)
    open_files = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    assert not [name for name in open_files if ".launcher.lock" in name]
    run.command("stop")
    ended(run, "stopped")


def test_the_launcher_has_one_thread(store):
    """Forking copies one thread only: any other would be missing in the child, with what it held."""
    worker.promise(store.root, tiny())
    assert [entry.name for entry in Path(f"/proc/{launcher(store)}/task").iterdir()] == [str(launcher(store))]


@pytest.mark.parametrize("model", ["vae", "gan"])
def test_killed_it_is_lost_at_once_and_resumes_bit_for_bit(store, model):
    whole = worker.submit(store, tiny(model, steps=1500))
    run = started(store, tiny(model, steps=1500))
    number = run.command("checkpoint")
    wait_for(lambda: run.status.acknowledged >= number)
    kill(run)
    wait_for(lambda: not held(run.folder / "lock"))
    assert run.state == "lost"
    assert f"Resume continues from step {run.checkpoints()[-1]}" in run.status.error
    assert run.checkpoints()[-1] < 1500
    worker.resume(store, run.id)
    ended(run, "finished")
    ended(whole, "finished")
    assert_same_training(whole, run)


def test_sigterm_stops_with_a_checkpoint(store):
    run = started(store, tiny(steps=LONG))
    kill(run, signal.SIGTERM)
    ended(run, "stopped")
    assert run.checkpoints()[-1] == run.status.step
    run.model()


def test_ctrl_c_is_not_meant_for_a_run_in_the_background(store):
    run = started(store, tiny(steps=LONG))
    kill(run, signal.SIGINT)
    rows = len(run.metrics()[0])
    wait_for(lambda: len(run.metrics()[0]) > rows)
    kill(run, signal.SIGTERM)
    ended(run, "stopped")


def test_killed_while_it_saves_every_listed_checkpoint_is_whole(store):
    run, chance = started(store, tiny(steps=LONG)), random.Random(0)
    newest = -1
    for _ in range(12):
        for _ in range(6):
            run.command("checkpoint")
        wait_for(lambda: run.checkpoints())
        time.sleep(chance.uniform(0.0, 0.08))
        kill(run)
        wait_for(lambda: run.state == "lost")
        for step in run.checkpoints():
            assert load(checkpoint_folder(run.folder, step)).step == step
        assert run.checkpoints()[-1] >= newest
        newest = run.checkpoints()[-1]
        worker.resume(store, run.id)
        wait_for(lambda: run.state == "running")
    run.command("stop")
    ended(run, "stopped")
    assert len(run.checkpoints()) <= LAST + SPREAD + 1     # and the best
    assert not list(run.folder.glob(".checkpoint-*"))


def test_no_more_runs_than_slots_and_first_come_first_served(store):
    runs = [worker.submit(store, tiny(steps=400)) for _ in range(5)]
    most = 0
    while any(run.active for run in runs):
        states = [run.state for run in runs]
        most = max(most, sum(state in ("starting", "running") for state in states))
        time.sleep(0.005)
    assert most == SLOTS
    assert [run.state for run in runs] == ["finished"] * 5
    starts = [run.status.started for run in runs]
    assert starts == sorted(starts)


def test_a_paused_run_gives_its_slot_and_waits_for_one_to_go_on(store):
    first, second = started(store, tiny(steps=LONG)), started(store, tiny(steps=LONG))
    third = worker.submit(store, tiny(steps=LONG))
    first.command("pause")
    wait_for(lambda: first.state == "paused" and third.state == "running")
    worker.resume(store, first.id)
    wait_for(lambda: first.state == "queued")
    assert first.status.note == "waits for a free slot"
    second.command("stop")
    wait_for(lambda: first.state == "running")
    for run in (first, third):
        run.command("stop")
        ended(run, "stopped")


def test_a_run_that_still_waits_can_be_stopped(store):
    busy = [started(store, tiny(steps=LONG)) for _ in range(SLOTS)]
    waiting = worker.submit(store, tiny(steps=LONG))
    assert waiting.state == "queued"
    waiting.command("stop")
    assert waiting.state == "stopped"
    for run in busy:
        run.command("stop")
        ended(run, "stopped")
    assert waiting.state == "stopped"
    assert waiting.metrics() == ([], 0)


def test_a_run_deleted_while_it_waits_harms_nobody(store):
    busy = [started(store, tiny(steps=LONG)) for _ in range(SLOTS)]
    gone, other = worker.submit(store, tiny(steps=5)), worker.submit(store, tiny(steps=5))
    shutil.rmtree(gone.folder)
    for run in busy:
        run.command("stop")
    ended(other, "finished")


def test_promises_come_from_a_warm_child(store):
    config = tiny(steps=None, seconds=10.0)
    promise = worker.promise(store.root, config)
    assert promise.device == "cpu"
    assert promise.steps == settle(config, promise).steps
    with pytest.raises(RunError, match="latent_dim"):
        worker.promise(store.root, tiny(settings={"latent_dim": 10_000}))
    assert not list((store.root / ".probes").iterdir())


def test_the_local_executor_submits_polls_and_cancels(store):
    place = Local(store)
    run = place.submit(tiny(steps=LONG))
    wait_for(lambda: place.poll(run.id) == "running")
    place.cancel(run.id)
    wait_for(lambda: place.poll(run.id) == "stopped")
    place.cancel(run.id)
    assert place.capabilities().slots["cpu"] == SLOTS


def test_a_worker_that_dies_before_its_first_word_is_told(store, tmp_path, monkeypatch):
    monkeypatch.setattr(worker.queue, "ensure_launcher", lambda root: None)
    here = serving.Launcher(tmp_path, 1.0, Sources())
    here.slots = serving.Slots(here.store, "cpu")
    run = worker.submit(here.store, tiny())
    with (run.folder / "log.txt").open("w") as log:
        log.write("ImportError: no module named torch\n")
    here._tell_it_never_began(run.id)
    assert run.state == "failed"
    assert "no module named torch" in run.status.error


def test_a_second_launcher_leaves_at_once(store):
    command = [sys.executable, "-m", "genmodels.launcher", str(store.root)]
    pid = launcher(store)
    assert subprocess.run(command, cwd=Path(__file__).parents[1], timeout=60).returncode == 0
    assert launcher(store) == pid


def test_runs_outlive_their_launcher_and_the_queue_goes_on_with_the_next(store):
    runs = [started(store, tiny(steps=LONG)) for _ in range(SLOTS)]
    waiting = worker.submit(store, tiny(steps=5))
    os.kill(launcher(store), signal.SIGKILL)
    wait_for(lambda: not held(store.root / ".launcher.lock"))
    rows = [len(run.metrics()[0]) for run in runs]
    wait_for(lambda: all(len(run.metrics()[0]) > before for run, before in zip(runs, rows, strict=True)))
    before = launcher(store)
    worker.ensure_launcher(store.root)
    wait_for(lambda: launcher(store) != before)
    assert waiting.state == "queued"     # the slots of the old launcher's children still count
    runs[0].command("stop")
    ended(waiting, "finished")
    runs[1].command("stop")
    ended(runs[1], "stopped")


def test_a_launcher_whose_code_has_changed_is_followed_by_one_with_the_new(tmp_path):
    code, root = tmp_path / "code", tmp_path / "root"
    shutil.copytree(Path(worker.__file__).parents[1], code / "genmodels",
                    ignore=shutil.ignore_patterns("__pycache__"))
    store, log = RunStore(root), root / ".launcher.log"
    root.mkdir()
    environment = os.environ | {"PYTHONPATH": str(code)}
    command = [sys.executable, "-m", "genmodels.launcher", str(root)]
    with log.open("wb") as stream:
        first = subprocess.Popen(command, cwd=code, env=environment, stdout=stream, stderr=stream)
    wait_for(lambda: held(root / ".launcher.lock"))
    going = started(store, tiny(steps=LONG))
    assert launcher(store) == first.pid

    vae = code / "genmodels" / "models" / "vae.py"
    old, new = "    class Config(VAEConfig):\n", "        wobble: int = knob(1, 1, 9, help='New.')\n"
    assert old in vae.read_text()
    vae.write_text(vae.read_text().replace(old, old + new))
    going.command("stop")     # its slot may be the only one
    told = worker.submit(store, tiny(settings={"wobble": 3}))
    wait_for(lambda: not told.active)
    assert told.state == "finished", told.log()
    assert first.wait(20) == 0
    assert "a launcher with the new one goes on" in log.read_text()
    ended(going, "stopped")
    os.kill(launcher(store), signal.SIGTERM)
    wait_for(lambda: not held(root / ".launcher.lock"))


def test_an_old_launcher_waits_for_what_it_has_just_begun(tmp_path, monkeypatch):
    monkeypatch.setattr(worker.queue, "ensure_launcher", lambda root: None)
    here = serving.Launcher(tmp_path, 1.0, Sources())
    here.slots = serving.Slots(here.store, "cpu")
    run = worker.submit(here.store, tiny())
    assert here._asked()
    assert not here._half_begun()
    here.slots.take(run)
    assert not here._asked()
    assert here._half_begun(), "the next one would start it a second time"
    marker(run.folder).unlink()     # it has begun
    assert not here._half_begun()


def test_sources_notice_what_changed_came_and_went(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "one.py").write_text("1")
    sources = Sources(tmp_path)
    assert not sources.changed()
    (tmp_path / "deep" / "two.py").write_text("2")
    assert sources.changed()
    (tmp_path / "deep" / "two.py").unlink()
    assert not sources.changed()
    (tmp_path / "one.py").write_text("11")
    assert sources.changed()


def test_a_launcher_nobody_asks_leaves(tmp_path):
    code = ("from pathlib import Path; from genmodels.launcher.__main__ import main;"
            f"main(Path({str(tmp_path)!r}), idle=0.1)")
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], timeout=120).returncode == 0


@pytest.mark.parametrize("slots", ["0", "-1", "many", ""])
def test_slots_that_are_no_number_are_refused(monkeypatch, slots):
    monkeypatch.setenv("GENMODELS_SLOTS", slots)
    with pytest.raises(ConfigError, match="whole number from 1"):
        worker.slots("cpu")


@pytest.mark.parametrize(("named", "fit"), [(None, 4), ("2", 2), ("7", 7)])
def test_runs_share_a_gpu_by_slots_whatever_their_threads(tmp_path, monkeypatch, named, fit):
    monkeypatch.setattr(worker.queue, "ensure_launcher", lambda root: None)
    if named:
        monkeypatch.setenv("GENMODELS_SLOTS", named)
    else:
        monkeypatch.delenv("GENMODELS_SLOTS", raising=False)
    store = RunStore(tmp_path)
    runs = [worker.submit(store, tiny(threads=3, device=device)) for device in ("auto", "cuda") * 4]
    places = serving.Slots(store, "cuda")     # where auto means the GPU
    places.count()
    assert [places.take(run) for run in runs] == [True] * fit + [False] * (8 - fit)
    assert places.take(worker.submit(store, tiny(device="cpu"))), "the processor is another device"
    places.count()
    assert not places.take(runs[-1])


def test_slots_follow_the_device(monkeypatch):
    monkeypatch.delenv("GENMODELS_SLOTS", raising=False)
    assert worker.slots("cuda") == 4
    assert worker.slots("mps") == 1
    assert worker.slots("cpu") == max(1, len(os.sched_getaffinity(0)) - 1)
