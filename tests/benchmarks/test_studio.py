"""What counts as kept when the studio is measured."""

from dataclasses import replace

from benchmarks.studio import ANSWER, FRAME, Found, p95

SMOOTH = Found("run", "here", 60.0, 1.0, [16.667] * 100, [4.0] * 100, [20.0] * 40)


def test_sixty_frames_a_second_are_kept_and_one_dropped_in_ten_is_not():
    assert p95(SMOOTH.frames) == FRAME
    assert SMOOTH.kept
    assert replace(SMOOTH, frames=[16.6, 16.8, 16.7] * 40).kept, "rounded by the page's clock"
    assert not replace(SMOOTH, frames=[16.667] * 90 + [33.333] * 10).kept


def test_work_that_does_not_fit_a_frame_and_late_answers_break_it():
    assert not replace(SMOOTH, work=[FRAME + 1.0] * 100).kept
    assert not replace(SMOOTH, answers=[ANSWER + 1.0] * 40).kept
