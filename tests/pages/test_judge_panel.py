"""The judge on the Data page: none, in training, passed, not passed; no dataset is judged before the proof."""

import pytest

from genmodels import priority
from genmodels.data import own
from genmodels.errands import judging
from genmodels.errands.errand import Word
from genmodels.judge import judge_for, make_judge, proof
from genmodels.runs.locks import hold
from genmodels.worker import detached
from tests.judge.making import SPEC, digits_like
from tests.pages.reading import healthy, words


@pytest.fixture
def begun(monkeypatch):
    started = []
    monkeypatch.setattr(detached, "start", lambda module, arguments, log: started.append((module, *arguments)))
    monkeypatch.setattr(priority, "lower", lambda: None)
    return started


@pytest.fixture
def mine(empty, begun):
    """Own pictures in four classes; built on `empty`, whose cache folder is the one in use."""
    sizes = {"train": 900, "held-out": 300}
    arrays = {f"{split}-{part}": getattr(digits_like(n, seed=n), part) for split, n in sizes.items()
              for part in ("images", "labels")}
    own.commit("mine", arrays, SPEC, tuple("abcd"), "a test")
    return "mine"


def progress_of(at):
    return [bar.proto.text for bar in at.get("progress")]


def test_a_shipped_judge_shows_its_proof(empty, open_page):
    at = open_page("data", dataset="digits")
    assert "passed its proof" in words(at)
    assert not [button for button in at.button if str(button.key).startswith("judge-")]
    assert any("level 5" in table.value.columns for table in at.table)


def test_a_judge_is_trained_in_the_background_and_a_reload_finds_it(mine, open_page, begun):
    at = open_page("data", dataset=mine)
    assert "There is none for this dataset yet" in words(at)
    at = healthy(at.button(key="judge-mine").click().run())
    assert begun == [("genmodels.errands.judging", mine, "0")]
    assert not [button for button in at.button if button.key == "judge-mine"], "it cannot be asked for twice"
    work = judging.judging(mine)
    with hold(work.lock):
        work._write(Word("running", 0.4, "Learning", 1.0))
        assert "Learning · 40%" in progress_of(open_page("data", dataset=mine))


@pytest.mark.parametrize("passes", [True, False])
def test_it_says_how_the_proof_went(mine, open_page, monkeypatch, passes):
    monkeypatch.setattr(proof.Proof, "failures", [] if passes else ["blur does not look worse at every level"])
    make_judge(mine, steps=5)
    at = open_page("data", dataset=mine)
    assert ("passed its proof" in words(at)) == passes
    assert ("did not pass its proof" in words(at)) != passes
    assert ("blur does not look worse" in words(at)) != passes
    assert bool([button for button in at.button if button.key == "judge-mine"]) != passes
    assert (judge_for(mine) is not None) == passes


def test_a_dataset_that_cannot_have_one_says_why(empty, open_page, begun):
    few = digits_like(40)
    own.commit("few", {f"{split}-{part}": getattr(few, part) for split in ("train", "held-out")
                       for part in ("images", "labels")}, SPEC, few.classes, "a test")
    at = open_page("data", dataset="few")
    assert any("A judge needs 400 training images" in info.value for info in at.info)
    assert not [button for button in at.button if button.key == "judge-few"]


def test_a_training_that_failed_says_why_and_can_be_tried_again(mine, open_page, begun):
    judging.judging(mine).file.parent.mkdir(parents=True)
    judging.judging(mine)._write(Word("failed", words="The disk is full."))
    at = open_page("data", dataset=mine)
    assert "The disk is full." in [error.value for error in at.error]
    healthy(at.button(key="judge-mine").click().run())
    assert len(begun) == 1


def test_points_have_no_judge(empty, open_page):
    assert "The judge" not in words(open_page("data", dataset="ring"))
