"""Several runs are measured one after the other, each telling how far it is, and one that fails holds up no other."""

import pytest

from genmodels.errands import errand as errands
from genmodels.errands import evaluating, measuring
from genmodels.errors import RunError
from genmodels.runs import RunStore
from tests.errands.test_errands import begun  # noqa: F401  (a fixture)
from tests.running import tiny


@pytest.fixture
def runs(tmp_path, monkeypatch):
    monkeypatch.setattr(errands, "OFTEN", 0.0)
    store = RunStore(tmp_path)
    made = [store.create(tiny()) for _ in range(3)]
    for run in made[:2]:
        (run.folder / "checkpoint-7").mkdir()
    return made


def test_those_with_weights_are_begun_once(runs, begun, tmp_path):  # noqa: F811
    measuring.start(tmp_path, [run.id for run in runs])
    assert begun == [("genmodels.errands.measuring", str(tmp_path), runs[0].id, runs[1].id)]
    with pytest.raises(RunError, match="under way already"):
        measuring.start(tmp_path, [runs[0].id])


def test_runs_without_weights_are_a_sentence(runs, begun, tmp_path):  # noqa: F811
    with pytest.raises(RunError, match="weights"):
        measuring.start(tmp_path, [runs[2].id])
    assert not begun


def test_each_is_measured_in_its_turn_and_both_tell_how_far(runs, begun, tmp_path, monkeypatch):  # noqa: F811
    heard = []

    def measure(run, say):
        say(0.5, "Halfway")
        heard.append((run.id, measuring.measuring(tmp_path).word().share, evaluating.evaluation(run).word().share))
        return "Measured."
    monkeypatch.setattr(evaluating, "measure", measure)
    assert measuring.main(tmp_path, [run.id for run in runs[:2]]) == 0
    assert heard == [(runs[0].id, 0.25, 0.5), (runs[1].id, 0.75, 0.5)]
    assert measuring.measuring(tmp_path).word().words == "2 runs measured."
    assert evaluating.evaluation(runs[1]).word().words == "Measured."


def test_one_that_fails_is_named_and_the_others_are_measured(runs, begun, tmp_path, monkeypatch):  # noqa: F811
    def measure(run, say):
        if run.id == runs[0].id:
            raise RunError("Its weights are damaged.")
        return "Measured."
    monkeypatch.setattr(evaluating, "measure", measure)
    assert measuring.main(tmp_path, [run.id for run in runs[:2]]) == 2
    word = measuring.measuring(tmp_path).word()
    assert (word.state, word.words) == ("failed", f"{runs[0].title}: Its weights are damaged.")
    assert evaluating.evaluation(runs[1]).word().state == "done"


def test_what_it_leaves_in_the_folder_of_runs_is_no_run(runs, begun, tmp_path):  # noqa: F811
    measuring.start(tmp_path, [runs[0].id])
    assert len(RunStore(tmp_path).runs()) == 3
