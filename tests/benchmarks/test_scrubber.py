"""What counts as kept when the scrubber is measured, and what it is measured on."""

from dataclasses import replace

from benchmarks.filmed import filmed, growing
from benchmarks.scrubber import SNAPSHOTS, Found
from genmodels.runs.locks import hold

SMOOTH = Found("dragging", 8.0, 130, 120, 0, 1.0, [16.7] * 480, [4.0] * 480)


def test_thirty_frames_a_second_without_a_request_are_kept():
    assert SMOOTH.kept
    assert not replace(SMOOTH, frames=[40.0] * 200).kept
    assert not replace(SMOOTH, requests=1).kept
    assert not replace(SMOOTH, snapshots=SNAPSHOTS - 1).kept


def test_the_run_it_moves_over_has_all_there_is(tmp_path):
    run = filmed(tmp_path)
    assert len(run.snapshots()) >= SNAPSHOTS
    assert [*run.pictures("samples")] == [*run.pictures("reconstructions")] == run.snapshots()
    assert len(run.milestones()) > 1
    assert {row["metric"] for row in run.live()[0]} == {"classes", "kid"}
    with hold(run.folder / "lock"):
        growing(run, 7)
        assert (run.state, run.status.step) == ("running", 7)
