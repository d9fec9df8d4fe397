"""A run folder as readers meet it: half-written, damaged, hostile, abandoned."""

import errno
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from genmodels.config import RunConfig
from genmodels.errors import RunError
from genmodels.runs import RunStore, default_root, write_card
from genmodels.runs import store as store_module
from genmodels.runs.files import append_row, overwrite_json, read_rows
from genmodels.runs.locks import held, hold
from genmodels.runs.snapshots import write_snapshot
from genmodels.runs.status import marker, read_status, this_host, write_status
from tests.running import tiny


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


@pytest.fixture
def run(store):
    return store.create(tiny())


def tell(run, **changes):
    write_status(run.folder, replace(read_status(run.folder), **changes))


def working(run):
    tell(run, state="running", step=7, host=this_host(), beat=time.time(), due=time.time() + 15)


def test_what_was_created_is_read_back(store, run):
    found = store.get(run.id)
    assert found.config == tiny()
    assert (found.state, found.status.steps, found.problem, found.title) == ("queued", 40, None, "vae on digits")
    assert set(found.card.versions) == {"genlab", "torch", "python"}
    assert [other.id for other in store.runs()] == [run.id]


def test_runs_created_at_the_same_instant_never_share_a_folder(store, monkeypatch):
    monkeypatch.setattr(time, "strftime", lambda form: "20261124-103055")
    monkeypatch.setattr("genmodels.runs.naming.LETTERS", "ab")     # sixteen names for twelve runs: collisions for sure
    with ThreadPoolExecutor(12) as pool:
        ids = list(pool.map(lambda _: store.create(tiny()).id, range(12)))
    assert len(set(ids)) == 12
    assert {other.id for other in store.runs()} == set(ids)
    assert not [entry for entry in store.root.iterdir() if entry.name.startswith(".")]


@pytest.mark.parametrize("id", ["../../x", "..", ".", "", "a/b", "/etc", "a\\b", ".hidden", "a\0b", "x" * 300, "a\n",
                                "nul."])
def test_hostile_names_are_not_found(store, id):
    with pytest.raises(RunError, match="no run"):
        store.get(id)


def test_newest_first(store):
    runs = [store.create(tiny()) for _ in range(3)]
    for age, run in enumerate(runs):
        write_card(run.folder, replace(run.card, created=1000.0 - age))
    assert [run.id for run in store.runs()] == [run.id for run in runs]


def test_the_second_listing_reads_no_config_again(store, monkeypatch):
    for _ in range(3):
        store.create(tiny())
    store.runs()
    monkeypatch.setattr(store_module, "read_card", lambda folder: pytest.fail("read again"))
    assert len(store.runs()) == 3


def test_a_changed_config_is_seen(store, run):
    store.runs()
    write_card(run.folder, replace(run.card, title="renamed by its worker"))
    assert store.get(run.id).title == "renamed by its worker"


@pytest.mark.parametrize("name", ["config.json", "status.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"config": {"model": 3}, "state": "asleep"}', b"\xff", None])
def test_a_damaged_run_is_told_and_the_others_are_unharmed(store, run, name, content):
    healthy = store.create(tiny())
    (run.folder / name).unlink() if content is None else (run.folder / name).write_bytes(content)
    found = {other.id: other for other in store.runs()}
    assert found[healthy.id].problem is None
    assert name in found[run.id].problem
    assert found[run.id].state == "failed"
    assert found[run.id].status.error == found[run.id].problem
    assert not found[run.id].active


def test_a_damaged_config_gives_its_sentence_to_who_asks(store, run):
    (run.folder / "config.json").write_text('{"config": {"model": "vae", "stepz": 3}}')
    with pytest.raises(RunError, match="stepz"):
        _ = store.get(run.id).config


def test_a_folder_that_is_no_run_is_listed_as_damaged(store):
    (store.root / "stray").mkdir(parents=True)
    (store.root / "file.txt").write_text("no run")
    assert [run.problem for run in store.runs()] == ["config.json is missing in run 'stray'."]


def test_a_torn_last_line_waits_for_its_end(run):
    file = run.folder / "metrics.jsonl"
    append_row(file, {"step": 1, "time": 0.1, "values": {"vae/loss": 3.0}})
    whole = json.dumps({"step": 10, "time": 0.2, "values": {"vae/loss": None}}).encode() + b"\n"
    with file.open("ab") as stream:
        stream.write(whole[:20])
    rows, offset = run.metrics()
    assert [row["step"] for row in rows] == [1]
    with file.open("ab") as stream:
        stream.write(whole[20:])
    rows, offset = run.metrics(offset)
    assert [row["step"] for row in rows] == [10]
    assert run.metrics(offset) == ([], offset)


def test_damaged_lines_are_left_out(run):
    lines = (b'{"step": 1, "time": 0, "values": {}}', b"nonsense", b"\xff", b"[1]", b'{"step": 2}', b"")
    (run.folder / "metrics.jsonl").write_bytes(b"\n".join(lines))
    assert [row["step"] for row in run.metrics()[0]] == [1]


def test_a_file_that_was_cut_is_read_from_its_start(run):
    file = run.folder / "metrics.jsonl"
    for step in range(5):
        append_row(file, {"step": step, "time": 0.0, "values": {}})
    _, offset = run.metrics()
    file.write_text('{"step": 99, "time": 0, "values": {}}\n')
    assert [row["step"] for row in run.metrics(offset)[0]] == [99]


def test_a_row_the_disk_takes_in_part_is_taken_back(tmp_path, monkeypatch):
    file, write = tmp_path / "rows.jsonl", os.write
    append_row(file, {"a": 1})

    def full(handle, content):
        if content.startswith(b'{"b"'):
            return write(handle, content[:4])
        raise OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        append_row(file, {"b": 2})
    monkeypatch.undo()
    append_row(file, {"c": 3})
    assert read_rows(file)[0] == [{"a": 1}, {"c": 3}]


def test_overwriting_in_place_leaves_valid_json(tmp_path):
    file = tmp_path / "status.json"
    file.write_text(json.dumps({"state": "running", "padding": "x" * 500}))
    size = file.stat().st_size
    overwrite_json(file, {"state": "paused"})
    assert json.loads(file.read_text()) == {"state": "paused"}
    assert file.stat().st_size == size


def test_a_run_whose_worker_lives_is_running(run):
    working(run)
    with run.hold():
        assert (run.state, run.active) == ("running", True)


def test_a_run_whose_worker_died_is_lost_at_the_next_look(run):
    working(run)
    with run.hold():
        pass
    assert (run.state, run.active) == ("lost", False)
    assert "step 7" in run.status.error


def test_on_another_machine_the_overdue_beat_tells(run):
    tell(run, state="running", host="elsewhere", due=time.time() + 60)
    assert run.state == "running"
    tell(run, due=time.time() - 1)
    assert run.state == "lost"


def test_a_queued_run_that_stands_in_no_queue_is_lost_after_a_while(run):
    assert run.state == "queued"
    tell(run, beat=time.time() - 60)
    assert run.state == "lost"
    marker(run.folder).parent.mkdir()
    marker(run.folder).touch()
    assert run.state == "queued"


def test_looking_at_a_lock_leaves_it_free(run):
    assert not held(run.folder / "lock")
    with hold(run.folder / "lock"):
        assert held(run.folder / "lock")
    assert not held(run.folder / "lock")


def test_commands_are_numbered_without_gaps_whoever_sends_them(run):
    working(run)
    with run.hold(), ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: run.command("snapshot"), range(24)))
    assert sorted(numbers) == list(range(1, 25))


@pytest.mark.parametrize(("kind", "values", "words"), [
    ("dance", {}, "no command 'dance'"), ("pause", {"player": "vae"}, "takes no values"),
    ("set", {"setting": "beta"}, "takes setting and value")])
def test_commands_that_do_not_exist_are_refused(run, kind, values, words):
    with pytest.raises(RunError, match=words):
        run.command(kind, **values)


@pytest.mark.parametrize("state", ["finished", "stopped", "failed", "lost"])
def test_nobody_hears_a_command_to_a_run_that_has_ended(run, state):
    tell(run, state="running" if state == "lost" else state, host=this_host())
    with pytest.raises(RunError, match=f"is {state}"):
        run.command("pause")


def test_a_queued_run_is_stopped_though_no_worker_hears(run):
    marker(run.folder).parent.mkdir()
    marker(run.folder).touch()
    number = run.command("stop")
    assert (run.state, run.status.acknowledged) == ("stopped", number)
    assert not marker(run.folder).exists()


def test_delete_refuses_what_trains_and_what_was_shipped(store, run):
    with pytest.raises(RunError, match="stop it first"):
        store.delete(run.id)
    tell(run, state="finished")
    write_card(run.folder, replace(run.card, shipped=True))
    with pytest.raises(RunError, match="came with GenLab"):
        store.delete(run.id)
    write_card(run.folder, run.card)
    other = store.create(tiny())
    store.delete(run.id)
    assert [left.id for left in store.runs()] == [other.id]
    with pytest.raises(RunError, match="no run"):
        store.delete(run.id)


def test_delete_refuses_a_run_that_is_just_taken_up(store, run):
    tell(run, state="stopped")
    with run.hold(), pytest.raises(RunError, match="being resumed"):
        store.delete(run.id)
    assert run.folder.is_dir()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a folder that not even root can write")
def test_a_root_that_cannot_be_written_is_a_sentence(tmp_path):
    from pathlib import Path
    with pytest.raises(RunError, match="--root"):
        RunStore(Path("/proc/genlab")).create(tiny())
    (tmp_path / "file").touch()
    with pytest.raises(RunError, match="No run can be kept"):
        RunStore(tmp_path / "file").create(tiny())
    assert RunStore(tmp_path / "nowhere").runs() == []


def test_the_root_comes_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("GENMODELS_ROOT", str(tmp_path))
    assert default_root() == tmp_path
    monkeypatch.delenv("GENMODELS_ROOT")
    assert default_root().name == "checkpoints"


def test_snapshots_come_in_order_and_complete(run):
    import numpy as np
    rng = np.random.default_rng(0)
    samples, few = rng.integers(0, 256, (64, 1, 8, 8), np.uint8), rng.integers(0, 256, (16, 1, 8, 8), np.uint8)
    write_snapshot(run.folder, 200, samples, few, few)
    write_snapshot(run.folder, 3, samples, None, None)
    assert run.snapshots() == [3, 200]
    assert set(run.snapshot(3)) == {"samples"}
    assert set(run.snapshot(200)) == {"samples", "reconstructions"}
    assert run.snapshot(77) == {}


def test_what_pages_import_pulls_in_no_torch():
    code = ("import sys, genmodels.runs, genmodels.worker, genmodels.probe, genmodels.configure, genmodels.executor;"
            "sys.exit('torch' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_config_json_is_all_that_is_needed_to_repeat(run):
    content = json.loads((run.folder / "config.json").read_text())
    assert RunConfig(**content["config"]) == tiny()
    assert content["command"].startswith("python -m genmodels train vae digits --steps 40 --seed 0 --precision float32")
