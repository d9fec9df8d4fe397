"""What the recorder writes of a moment, and takes back when a run is resumed before it."""

import errno

import pytest

from genmodels.runs import RunStore, files
from genmodels.worker.recorder import Recorder
from tests.running import tiny

KID = {"metric": "kid", "value": 0.5, "low": 0.4, "high": 0.6, "floor": 0.01, "n": 250, "seed": 0, "step": 40}


@pytest.fixture
def run(tmp_path):
    return RunStore(tmp_path).create(tiny())


def test_live_numbers_carry_the_seconds_of_the_training(run):
    Recorder(run).measured([KID, KID | {"metric": "classes"}], seconds=1.25)
    rows, cursor = run.live()
    assert rows == [KID | {"time": 1.25}, KID | {"metric": "classes", "time": 1.25}]
    assert run.live(cursor) == ([], cursor)


def test_a_resume_takes_back_the_live_numbers_after_it(run):
    recorder = Recorder(run)
    for step in (40, 80, 120):
        recorder.measured([KID | {"step": step}], seconds=step / 10)
    recorder.forget_after(80)
    assert [row["step"] for row in run.live()[0]] == [40, 80]


def test_a_disk_that_fills_within_a_moment_keeps_none_of_its_numbers(run, monkeypatch):
    recorder = Recorder(run)
    recorder.measured([KID], seconds=1.0)
    write, limit = files.os.write, (run.folder / "live.jsonl").stat().st_size + 200

    def until_full(handle, content):
        room = max(0, limit - files.os.fstat(handle).st_size)
        if room == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, content[:room])

    monkeypatch.setattr(files.os, "write", until_full)
    with pytest.raises(OSError, match="No space left"):
        recorder.measured([KID | {"step": 80}, KID | {"step": 80, "metric": "classes"}], seconds=2.0)
    assert [row["step"] for row in run.live()[0]] == [40]
