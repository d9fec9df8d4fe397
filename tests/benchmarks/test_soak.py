"""The soak in small, with real processes; and that its proof fails when a promise is broken."""

import json
import random
import shutil
import subprocess
import sys

import pytest

from benchmarks.soak import blows, promises, wishes
from benchmarks.soak.abuse import WEIGHTS
from benchmarks.soak.book import Entry
from benchmarks.soak.damage import HARMS
from benchmarks.soak.disk import Limited
from benchmarks.soak.processes import processes_of
from benchmarks.soak.soak import soak
from benchmarks.soak.twin import differences
from benchmarks.soak.watchman import quarters
from genmodels.runs import RunStore
from genmodels.runs.kept import checkpoint_folder
from genmodels.runs.status import Status, write_status
from genmodels.worker import train_here
from tests.running import tiny

STEPS = 60


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Two trainings with the same seed, never changed."""
    store = RunStore(tmp_path_factory.mktemp("trained"))
    for _ in range(2):
        assert train_here(store.create(tiny(steps=STEPS, live_share=0.0))) == "finished"
    return store


@pytest.fixture
def store(trained, tmp_path):
    return RunStore(shutil.copytree(trained.root, tmp_path / "runs"))


@pytest.fixture
def run(store):
    return store.runs()[0]


def broken(store, run, **entry):
    return list(promises.of_run(store, Entry(run.id, **entry)))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks and kills processes as Linux does")
def test_a_few_acts_are_survived_and_nothing_is_left():
    """Seven acts that surely meet something, in the order of a bad day."""
    day = [wishes.start, blows.kill, wishes.start, blows.fill_disk, wishes.resume, blows.free_disk, wishes.resume]
    report = soak(60, seed=0, watching=1, turns=[(act, random.Random(0)) for act in day], browser=False)
    assert report.broken == []
    assert "rows to step" in report.compared
    assert sum(report.runs.values()) >= 2
    assert report.seen["pages in the proof"] == sum(report.runs.values()) + 1


def test_every_act_has_a_weight_and_a_name_of_its_own():
    acts = {getattr(module, name) for module in (wishes, blows) for name in vars(module)
            if callable(getattr(module, name)) and getattr(module, name).__module__ == module.__name__
            and not name.startswith("_")}
    assert acts == WEIGHTS.keys()
    assert len({act.__name__ for act in acts}) == len(acts)


def test_a_run_in_peace_breaks_nothing(store, run):
    assert broken(store, run, reached=STEPS) == []


def test_a_lost_step_is_told(store, run):
    lines = (run.folder / "metrics.jsonl").read_text().splitlines(keepends=True)
    (run.folder / "metrics.jsonl").write_text("".join(lines[:2] + lines[3:]))
    assert broken(store, run) == [f"{run.id}: of {STEPS} steps 1 rows are missing, the first at step 20."]


def test_a_step_told_twice_is_told(store, run):
    lines = (run.folder / "metrics.jsonl").read_text().splitlines(keepends=True)
    (run.folder / "metrics.jsonl").write_text("".join([*lines[:3], lines[1], *lines[3:]]))
    assert broken(store, run) == [f"{run.id}: step 10 is recorded after step 20."]


def test_flipped_weights_and_a_lost_checkpoint_are_told(store, run):
    HARMS[0](run.folder, random.Random(0))
    assert any("SHA-256" in promise for promise in broken(store, run))
    shutil.rmtree(checkpoint_folder(run.folder, STEPS))
    told = broken(store, run, reached=STEPS)
    assert any("now its last is" in promise for promise in told)
    assert any("without a checkpoint there" in promise for promise in told)


def test_a_lost_picture_is_told(store, run):
    run.snapshot(16)["samples"].unlink()
    assert broken(store, run) == [f"{run.id}: 1 snapshots up to step {STEPS} are missing, the first of step 16."]


def test_a_run_that_failed_or_does_not_end_is_told(store, run):
    write_status(run.folder, Status("failed", step=STEPS, error="It broke."))
    assert broken(store, run) == [f"{run.id} was not harmed and failed: It broke."]


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("seed", range(2))
def test_a_harmed_run_opens_or_says_why_not(store, run, harm, seed):
    done = harm(run.folder, random.Random(seed))
    assert done
    assert broken(store, run, harmed=done) == []
    assert store.runs()


def test_a_difference_of_one_bit_is_a_difference(store):
    one, other = store.runs()
    assert differences(one, other) == []
    rows = (one.folder / "metrics.jsonl").read_text().splitlines()
    row = json.loads(rows[3])
    row["values"]["vae/loss"] += 1e-6
    (one.folder / "metrics.jsonl").write_text("\n".join([*rows[:3], json.dumps(row), *rows[4:]]) + "\n")
    assert differences(one, other) == [f"1 of {len(rows)} rows differ, the first at step 30."]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits a process as Linux does")
def test_a_disk_that_cannot_be_mounted_is_full_for_those_who_write(tmp_path):
    file = str(tmp_path / "file")
    write = (f"import pathlib\nwhile input():\n    try: pathlib.Path({file!r}).write_bytes(bytes(9999))"
             "\n    except OSError as error: print(error.strerror, flush=True)\n    else: print('written', flush=True)")
    with subprocess.Popen([sys.executable, "-c", write], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          bufsize=1) as writer:
        def told():
            writer.stdin.write("go on\n")
            return writer.stdout.readline().strip()
        disk, heard = Limited(lambda: [writer.pid]), [told()]
        disk.fill()
        heard.append(told())
        disk.free()
        heard.append(told())
        writer.stdin.write("\n")
    assert heard == ["written", "File too large", "written"]


def test_what_was_written_aside_and_forgotten_is_told(store, run):
    assert promises.remnants(store.root, [run.id]) == []
    (run.folder / ".checkpoint-7.part").mkdir()
    (store.root / ".branch-0123.part").mkdir()
    assert len(promises.remnants(store.root, [run.id])) == 2


def test_memory_is_judged_by_its_quarters():
    assert quarters([1.0] * 7) is None
    assert quarters([1.0, 1.0, 5.0, 5.0, 5.0, 5.0, 3.0, 3.0]) == (1.0, 3.0)


def test_the_processes_of_a_root_are_only_those(tmp_path):
    assert processes_of(tmp_path) == []
