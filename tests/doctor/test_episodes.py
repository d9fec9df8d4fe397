"""When a rule speaks: three looks in a row, once an episode, its end noted; and from where its remedies start."""

from genmodels.doctor import RULES, Doctor, History, replay
from genmodels.doctor.chart import MOST, Chart, Series
from genmodels.doctor.episode import Episode
from tests.doctor.making import STEPS, doctor_of, kinds, patient, tell


def course(levels, in_a_row=3):
    episode = Episode(in_a_row)
    return [episode.take(step, level) for step, level in enumerate(levels)]


def test_two_looks_are_chance_and_three_are_an_alarm():
    assert course([2, 2, 0, 2, 2]) == [""] * 5
    assert course([2, 2, 2, 2, 2]) == ["", "", "begins", "", ""]


def test_between_ill_and_well_nothing_changes():
    assert course([2, 2, 2, 0.9, 0.9, 0.9, 0.9, 2]) == ["", "", "begins"] + [""] * 5


def test_an_episode_ends_after_as_many_well_looks_and_may_come_again():
    assert course([2, 2, 2, 0, 0, 0, 2, 2, 2]) == ["", "", "begins", "", "", "ends", "", "", "begins"]


def test_a_look_that_sees_nothing_changes_nothing():
    assert course([2, None, 2, None, 2]) == ["", "", "", "", "begins"]


def test_the_end_is_noted():
    doctor = doctor_of("saturated", patient("gan"))
    said = tell(doctor, signs={"ends": lambda share: 1.0 if 0.3 < share < 0.6 else 0.0})
    assert kinds(said) == [("saturated", False), ("saturated", True)]


def test_a_young_training_is_left_in_peace():
    doctor = doctor_of("saturated", patient("gan"))
    assert tell(doctor, signs={"ends": lambda share: 1.0 if share < 0.2 else 0.0}) == []


def test_a_branch_starts_from_the_last_checkpoint_at_which_all_was_well():
    doctor = doctor_of("saturated", patient("gan"), kept=(400, 800, 1300))
    alarm, = tell(doctor, signs={"ends": lambda share: 1.0 if share > 0.5 else 0.0})
    assert [one.start for one in alarm.tries] == [800, None]


def test_without_a_good_checkpoint_one_can_start_again():
    doctor = doctor_of("saturated", patient("gan"), kept=(1300,))
    alarm, = tell(doctor, signs={"ends": lambda share: 1.0 if share > 0.5 else 0.0})
    assert [one.start for one in alarm.tries] == [None, 0]


def test_rows_on_disk_tell_the_same_story_again():
    """Told as it happened, and replayed from rows cut anywhere: the same alarms."""
    who = patient("vae")
    rows = [{"step": step, "values": {"vae/kl": 0.01 if step < 1200 else 5.0, "vae/update": 0.9, "vae/weights": 3.0}}
            for step in range(20, STEPS + 1, 20)]
    signs = [{"step": step, "values": {"sharpness": 0.05}} for step in range(100, STEPS + 1, 100)]
    live = [{"metric": "kid", "step": step, "value": 0.1 if step < 1000 else 2.0, "floor": 0.001}
            for step in range(200, STEPS + 1, 200)]
    whole = replay(Doctor(who, list(RULES.values())), History(rows, signs, live))
    assert {alarm.rule for alarm in whole} == {"posterior_collapse", "too_fast", "blurred", "divergence"}
    for cut in (0, 500, 1210, STEPS):
        doctor, history = Doctor(who, list(RULES.values())), History(rows, signs, live)
        assert replay(doctor, history.until(cut)) + replay(doctor, history.after(cut)) == whole


def test_a_long_run_fills_no_more_of_the_chart_than_a_short_one():
    chart = Chart(patient("vae", steps=1_000_000))
    for step in range(10, 1_000_001, 10):
        chart.scalars(step, {"vae/kl": 1.0})
    assert 90 <= len(chart["vae/kl"]) <= 110
    series = Series()
    for step in range(5000):
        series.add(step, float(step))
    assert len(series) == MOST
    assert (series.first, series.last) == (0, 4999)


def test_looks_see_the_mean_of_the_rows_between_them():
    chart = Chart(patient("vae", steps=4000))
    assert chart.every == 40
    due = [chart.scalars(step, {"vae/kl": float(step)}) for step in (10, 20, 30, 40)]
    assert due == [False, False, False, True]
    assert chart["vae/kl"].last == 25
