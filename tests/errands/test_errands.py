"""Errands: one at a time, told by files. The measuring of a run is one, the training of a judge another."""

import pytest

from genmodels import metrics, priority
from genmodels.cli import main
from genmodels.data import own
from genmodels.errands import errand as errands
from genmodels.errands import evaluating, judging
from genmodels.errands.errand import Errand, Word
from genmodels.errors import DataError, RunError
from genmodels.judge import card_for, proof
from genmodels.runs import RunStore
from genmodels.runs.locks import hold
from genmodels.worker import detached, queue, train_here
from tests.judge.making import SPEC, digits_like
from tests.running import tiny, wait_for


@pytest.fixture
def begun(monkeypatch):
    """What would have been started, and is not."""
    started = []
    monkeypatch.setattr(detached, "start", lambda module, arguments, log: started.append((module, *arguments)))
    monkeypatch.setattr(priority, "lower", lambda: None)
    return started


@pytest.fixture
def errand(tmp_path, begun):
    return Errand(tmp_path / "place" / "work", "a.module", ["x"])


def test_it_is_started_once_and_refused_while_it_is_at_work(errand, begun):
    assert errand.word() == Word()
    errand.start()
    assert begun == [("a.module", "x")]
    assert errand.word().at_work, "before the process has its lock, too"
    with pytest.raises(RunError, match="under way already"):
        errand.start()
    with hold(errand.lock):
        errand._write(Word("running", 0.5, "Halfway", 0.0))
        assert errand.word() == Word("running", 0.5, "Halfway", 0.0), "however long ago: the lock says that it lives"


def test_it_tells_how_far_it_is_and_ends_with_a_sentence(errand, monkeypatch):
    errand.file.parent.mkdir()
    monkeypatch.setattr(errands, "OFTEN", 0.0)
    heard = []

    def work(say):
        for share in (0.25, 0.5):
            say(share, "Counting")
            heard.append(errand.word().share)
        return "All counted."
    assert errand.carry_out(work) == 0
    assert heard == [0.25, 0.5]
    assert (errand.word().state, errand.word().share, errand.word().words) == ("done", 1.0, "All counted.")
    errand.start()
    assert errand.word().at_work, "it can be asked for again"


@pytest.mark.parametrize(("error", "code", "words"), [
    (DataError("No pictures."), 2, "No pictures."), (ZeroDivisionError("by 0"), 1, "ZeroDivisionError: by 0")])
def test_what_goes_wrong_is_its_last_word(errand, capsys, error, code, words):
    errand.file.parent.mkdir()

    def work(say):
        raise error
    assert errand.carry_out(work) == code
    assert errand.word().state == "failed"
    assert words in errand.word().words
    assert ("Traceback" in capsys.readouterr().err) == (code == 1), "only our own bugs need one"


def test_one_that_died_says_so(errand):
    errand.file.parent.mkdir()
    errand._write(Word("running", 0.5, "Halfway", 0.0))
    errand.log.write_text("Killed by somebody\n")
    assert errand.word().state == "failed"
    assert "ended without a word. Killed by somebody" in errand.word().words


def test_one_that_is_long_in_starting_lives_as_long_as_its_process(errand, monkeypatch):
    errand.file.parent.mkdir()
    errand._write(Word("running", words="Starting", said=1.0))
    monkeypatch.setattr(detached, "runs_here", lambda module, arguments: (module, *arguments) == ("a.module", "x"))
    assert errand.word().at_work
    monkeypatch.setattr(detached, "runs_here", lambda module, arguments: False)
    assert errand.word().state == "failed"


def test_a_second_process_leaves_the_first_alone(errand, monkeypatch):
    monkeypatch.setattr(errands, "PATIENCE", 0.05)
    errand.file.parent.mkdir()
    with hold(errand.lock):
        assert errand.carry_out(lambda say: pytest.fail("both worked")) == 0


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path, begun):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be started"):
        Errand(tmp_path / "file" / "work", "a.module", []).start()


@pytest.mark.parametrize("content", ["", "[]", '{"state": "running"}', "\x00"])
def test_a_damaged_word_is_as_good_as_none(errand, content):
    errand.file.parent.mkdir()
    errand.file.write_text(content)
    assert errand.word() == Word()


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "ensure_launcher", lambda root: None)
    run = RunStore(tmp_path / "runs").create(tiny("gan", steps=20))
    assert train_here(run) == "finished"
    return run


def test_a_run_is_measured_by_all_that_suits_and_nothing_twice(run, begun):
    evaluating.start(run)
    assert begun == [("genmodels.errands.evaluating", str(run.folder))]
    assert evaluating.main(run.folder) == 0
    measured = [row["metric"] for row in run.results()]
    assert {"kid", "classes", "diversity", "sharpness"} <= set(measured)
    assert len(measured) == len(set(measured))
    assert evaluating.evaluation(run).word().words == f"{len(measured)} numbers measured at step 20; 0 were known."
    evaluating.main(run.folder)
    assert [row["metric"] for row in run.results()] == measured
    assert f"0 numbers measured at step 20; {len(measured)} were known." in evaluating.evaluation(run).word().words


def test_each_result_is_there_before_the_next_is_measured(run, monkeypatch, begun):
    seen, measure = [], metrics.measure

    def counted(*given):
        seen.append(len(run.results()))
        return measure(*given)
    monkeypatch.setattr(metrics, "measure", counted)
    known = len(run.results())
    evaluating.main(run.folder)
    assert seen == list(range(known, known + len(seen)))


def test_a_run_without_weights_is_a_sentence(tmp_path, begun):
    with pytest.raises(RunError, match="no weights to measure yet"):
        evaluating.start(RunStore(tmp_path / "runs").create(tiny()))


def test_a_real_process_measures_a_run(run):
    evaluating.start(run)
    wait_for(lambda: not evaluating.evaluation(run).word().at_work, seconds=600)     # at low priority
    word = evaluating.evaluation(run).word()
    assert word.state == "done", word.words
    assert len(run.results()) > 3


@pytest.fixture
def mine():
    """An own dataset, without a judge so far."""
    sizes = {"train": 900, "held-out": 300}
    arrays = {f"{split}-{part}": getattr(digits_like(n, seed=n), part) for split, n in sizes.items()
              for part in ("images", "labels")}
    own.commit("mine", arrays, SPEC, tuple("abcd"), "a test")
    return "mine"


@pytest.mark.parametrize("passes", [True, False])
def test_a_judge_is_trained_and_proves_itself_or_not(mine, begun, monkeypatch, passes):
    monkeypatch.setattr("genmodels.judge.make.FEWEST_STEPS", 5)
    monkeypatch.setattr("genmodels.judge.make.PASSES", 1)
    monkeypatch.setattr(proof.Proof, "failures", [] if passes else ["it is blind"])
    assert card_for(mine) is None
    judging.start(mine, seed=3)
    assert begun == [("genmodels.errands.judging", mine, "3")]
    assert judging.main(mine, 3) == 0
    word = judging.judging(mine).word()
    assert word.state == "done"
    assert word.words.endswith("the proof is passed." if passes else "the proof is not passed.")
    assert card_for(mine).passed == passes


def test_a_judge_of_nothing_is_a_sentence(begun, capsys):
    with pytest.raises(DataError):
        judging.start("nothing")
    assert main(["judge", "nothing", "--detach"]) == 2
    assert "nothing" in capsys.readouterr().err
    assert begun == []


def test_the_command_line_says_where_to_look(mine, begun, capsys):
    assert main(["judge", mine, "--detach"]) == 0
    assert capsys.readouterr().out.strip() == str(judging.judging(mine).file)
    assert judging.judging(mine).file.exists()
