"""Which checkpoint is the best: the latest of those that are no worse than the lowest, as far as one can tell."""

import pytest

from genmodels.runs.files import write_json
from genmodels.runs.kept import best_step, checkpoint_folder, note_value


@pytest.mark.parametrize(("values", "error", "best"), [
    ([5.0, 3.0, 4.0], 0.0, 2),
    ([5.0, 3.0, 3.0], 0.0, 3),
    ([5.0, 3.0, 4.0], 1.0, 3),
    ([5.0, 3.0, 4.1], 1.0, 2),
    ([3.0, 3.9, 4.8, 5.7], 1.0, 2),      # many small steps are not a way out: all are held to the lowest
    ([-1.0, -3.0, -2.5], 1.0, 3)])
def test_the_latest_within_one_error_of_the_lowest_is_the_best(tmp_path, values, error, best):
    for step, value in enumerate(values, 1):
        checkpoint_folder(tmp_path, step).mkdir()
        note_value(tmp_path, step, value, "a script", error)
    assert best_step(tmp_path) == best


def test_a_run_from_before_there_were_errors_goes_on(tmp_path):
    for step in (1, 2, 3):
        checkpoint_folder(tmp_path, step).mkdir()
    write_json(tmp_path / "best.json", {"step": 1, "value": 3.0, "judged": "a script"})
    note_value(tmp_path, 2, 3.5, "a script", 1.0)
    assert best_step(tmp_path) == 1
    note_value(tmp_path, 3, 2.5, "a script", 1.0)
    assert best_step(tmp_path) == 3
