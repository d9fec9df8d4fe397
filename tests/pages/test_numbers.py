"""The Numbers tab of Watch: all that suits is measured in the background, grouped, with what stands behind it."""

import pytest

from genmodels import priority
from genmodels.errands import evaluating
from genmodels.errands.errand import Word
from genmodels.metrics import METRICS
from genmodels.runs.kept import note_value
from genmodels.runs.locks import hold
from genmodels.worker import detached
from tests.pages.reading import healthy, words
from ui import held_out


@pytest.fixture(autouse=True)
def begun(monkeypatch):
    """What the page would have started."""
    started = []
    monkeypatch.setattr(detached, "start", lambda module, arguments, log: started.append((module, *arguments)))
    monkeypatch.setattr(priority, "lower", lambda: None)
    return started


def tables(at):
    return " ".join(element.proto.body for element in at.get("html"))


def result(run, metric, **changes):
    row = {"metric": metric, "title": METRICS[metric].title, "unit": "of a test", "value": 0.5, "low": 0.4, "high": 0.6,
           "floor": 0.01, "n": 1000, "seed": 0, "judge": "ab" * 32, "step": 30, "seconds": 0.1} | changes
    run.add_result(row)


def test_every_metric_answers_a_question_that_the_page_asks():
    assert {metric.tells for metric in METRICS.values()} == set(held_out.QUESTIONS) - {"other"}


def test_a_button_measures_in_the_background_and_says_how_far_it_is(finished_gan, open_page, begun):
    at = open_page("watch", run=finished_gan.id)
    at = healthy(at.button(key="measure-all").click().run())
    assert begun == [("genmodels.errands.evaluating", str(finished_gan.folder))]
    assert not [button for button in at.button if button.key == "measure-all"], "it cannot be asked for twice"
    evaluation = evaluating.evaluation(finished_gan)
    with hold(evaluation.lock):
        evaluation._write(Word("running", 0.25, "Drawing samples", 1.0))
        for again in (at.run(), open_page("watch", run=finished_gan.id)):     # the second is what a reload sees
            assert "Drawing samples · 25%" in [bar.proto.text for bar in healthy(again).get("progress")]


def test_numbers_come_and_stay_grouped_with_their_details(finished_gan, open_page, begun):
    assert evaluating.main(finished_gan.folder) == 0
    at = open_page("watch", run=finished_gan.id)
    said, shown = words(at), tables(at)
    for question in ("Do samples look real?", "Is everything there?"):
        assert question in said
    assert "How likely does it find real images?" not in said, "a GAN has no likelihood"
    for row in finished_gan.results():
        assert row["title"] in shown
    assert "numbers measured at step" in said
    assert "samples and real images in each class" in shown


def test_missing_classes_are_named(finished_gan, open_page):
    result(finished_gan, "classes", details={"classes": list("0123456789"), "counts": [100] * 9 + [0],
                                             "real": [90] * 10, "missing": ["9"], "entropy": 2.19})
    at = open_page("watch", run=finished_gan.id)
    assert "Missing among 1,000 samples: 9." in words(at)
    assert ">missing<" in tables(at)


def test_the_newest_result_of_a_metric_counts_and_a_digest_is_short(finished_gan, open_page):
    result(finished_gan, "kid", value=0.75)
    result(finished_gan, "kid", value=0.25)
    shown = tables(open_page("watch", run=finished_gan.id))
    assert ">0.25<" in shown
    assert ">0.75<" not in shown
    assert "judge abababab<" in shown


def test_a_number_that_this_version_does_not_know_is_kept_apart(finished_gan, open_page):
    finished_gan.add_result({"metric": "old_score", "value": 3.0, "n": 5, "seed": 0, "step": 30})
    at = open_page("watch", run=finished_gan.id)
    assert "Other numbers" in words(at)
    assert "old_score" in tables(at)


def test_nats_stand_for_each_dimension(finished_vae, open_page):
    result(finished_vae, "kl_per_dimension", details={"nats": [2.0, 0.0], "dead": 1})
    at = open_page("watch", run=finished_vae.id)
    assert "1 of 2 dimensions carry more than a hundredth of a nat." in words(at)
    assert "z0: 2" in tables(at)


def test_the_nearest_images_are_drawn_again_and_gone_weights_are_told(finished_gan, open_page):
    step = finished_gan.checkpoints()[-1]
    rows = {"samples": [3, 40], "train": [0, 5], "held_out": [1, 2], "ratios": [0.5, 0.9]}
    result(finished_gan, "memorisation", step=step, details={"nearest": rows})
    shown = tables(open_page("watch", run=finished_gan.id))
    assert shown.count("<figcaption") == 6
    assert {"learned from", "never seen"} <= {word.strip() for word in shown.replace("<", ">").split(">")}
    assert "ratio 0.50" in shown
    result(finished_gan, "memorisation", step=7, details={"nearest": rows})
    assert "The weights of step 7 are gone" in words(open_page("watch", run=finished_gan.id))


def test_the_best_step_and_what_chose_it_are_named(finished_gan, open_page):
    step = finished_gan.checkpoints()[-1]
    (finished_gan.folder / "best.json").unlink(missing_ok=True)
    assert f"The last checkpoint, step **{step}**" in words(open_page("watch", run=finished_gan.id))
    note_value(finished_gan.folder, step, 0.0123, "KID of 1,000 samples")
    said = words(open_page("watch", run=finished_gan.id))
    assert f"Step **{step}** is kept as the best, by KID of 1,000 samples: 0.0123" in said


def test_what_went_wrong_stands_there_until_it_is_asked_for_again(finished_gan, open_page):
    evaluating.evaluation(finished_gan)._write(Word("failed", words="The disk is full."))
    at = open_page("watch", run=finished_gan.id)
    assert "The disk is full." in [error.value for error in at.error]
    at = healthy(at.button(key="measure-all").click().run())
    assert not at.error


def test_without_a_judge_the_page_says_why_numbers_are_missing(finished_gan, open_page, monkeypatch):
    monkeypatch.setattr("genmodels.judge.judge_for", lambda dataset: None)
    monkeypatch.setattr("genmodels.judge.why_none", lambda dataset: f"{dataset} has no judge yet.")
    at = open_page("watch", run=finished_gan.id)
    assert "digits has no judge yet." in [info.value for info in at.info]
    assert any(link.proto.page == "data" and "dataset=digits" in link.proto.query_string
               for link in at.main.get("page_link"))
