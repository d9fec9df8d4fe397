"""Every rule speaks once on the illness it is made for, and is silent on a healthy twin."""

import math

import pytest

from genmodels.doctor import RULES
from tests.doctor.making import doctor_of, kinds, patient, tell


def moved(player, update, weights=10.0):
    return {f"{player}/update": update, f"{player}/weights": weights, f"{player}/gradient": 1.0}


def moved_both(update):
    return moved("generator", update) | moved("discriminator", update)


def histogram(*counts):
    shares = [count / sum(counts) for count in counts]
    effective = math.exp(-sum(share * math.log(share) for share in shares if share))
    return effective, float(len(counts)), {"counts": list(counts),
                                           "missing": [str(i) for i, count in enumerate(counts) if not count]}


def back_and_forth(share):
    return histogram(80, 20) if round(share * 20) % 2 else histogram(20, 80)


def slowly_on(share):
    return histogram(round(1000 - 500 * share), round(500 * share) + 1)


def worse_after_half(share):
    return (0.1 if share < 0.5 else 0.9), 0.001, None


def ever_better(share):
    return 1 - 0.9 * share, 0.001, None


def beliefs(right):
    return {"discriminator/right_real": right, "discriminator/right_fake": right} | moved_both(1e-3)


CASES = {     # rule -> patient, what it tells when ill, what a healthy one tells
    "critic_winning": (("gan", {}), {"scalars": beliefs(0.999)}, {"scalars": beliefs(0.9)}),
    "collapse": (("gan", {}), {"signs": {"spread": lambda share: 0.9 if share < 0.5 else 0.1, "twins": 0.0}},
                 {"signs": {"spread": lambda share: 0.05 + 0.9 * share, "twins": 0.0}}),
    "missing_classes": (("gan", {}), {"live": {"classes": histogram(96, 4, 0, 0)}},
                        {"live": {"classes": histogram(30, 20, 25, 25)}}),
    "oscillation": (("gan", {}), {"live": {"classes": back_and_forth}}, {"live": {"classes": slowly_on}}),
    "divergence": (("gan", {}), {"live": {"kid": worse_after_half}}, {"live": {"kid": ever_better}}),
    "overfitting_critic": (("gan", {}), {"signs": {"critic_seen": 5.0, "critic_unseen": -3.0, "critic_drawn": -5.0}},
                           {"signs": {"critic_seen": 5.0, "critic_unseen": 4.5, "critic_drawn": -5.0}}),
    "posterior_collapse": (("vae", {}), {"scalars": {"vae/kl": 0.01}},
                           {"scalars": {"vae/kl": lambda share: 0.01 + 8 * share}}),
    "blurred": (("vae", {"beta": 8.0}), {"signs": {"sharpness": 0.1}}, {"signs": {"sharpness": 0.6}}),
    "loose_codes": (("vae", {"beta": 0.01}), {"scalars": {"vae/kl": 400.0}}, {"scalars": {"vae/kl": 20.0}}),
    "too_fast": (("gan", {}), {"scalars": moved_both(0.8)}, {"scalars": moved_both(5e-3)}),
    "too_slow": (("gan", {}), {"scalars": moved_both(1e-6)},
                 {"scalars": moved_both(lambda share: 5e-3 * (1 - share))}),     # it falls by its schedule
    "saturated": (("gan", {}), {"signs": {"ends": 0.99}}, {"signs": {"ends": 0.1}}),
    "too_little_data": (("vae", {}), {"signs": {"loss_seen": lambda share: 100 - 60 * share,
                                                "loss_unseen": lambda share: 105 + 5 * share}},
                        {"signs": {"loss_seen": lambda share: 100 - 60 * share,
                                   "loss_unseen": lambda share: 105 - 58 * share}}),
}


def told(rule, which):
    (model, settings), ill, well = CASES[rule]
    doctor = doctor_of(rule, patient(model, **settings))
    assert doctor.rules, "the rule does not suit its own patient"
    return tell(doctor, **(ill if which == "ill" else well))


def test_every_rule_has_its_case():
    assert CASES.keys() == RULES.keys() - {"not_finite"}


@pytest.mark.parametrize("rule", CASES)
def test_the_illness_is_told_once(rule):
    assert kinds(told(rule, "ill")) == [(rule, False)]


@pytest.mark.parametrize("rule", CASES)
def test_the_healthy_twin_is_left_in_peace(rule):
    assert told(rule, "well") == []


@pytest.mark.parametrize("rule", CASES)
def test_an_alarm_has_evidence_and_something_to_press(rule):
    alarm, = told(rule, "ill")
    assert alarm.what.endswith(".")
    assert any(letter.isdigit() for letter in alarm.evidence), "evidence is numbers"
    assert alarm.why
    assert alarm.advice
    assert alarm.plot.x == sorted(alarm.plot.x)
    assert len(alarm.plot.x) > 2
    assert all(len(line) == len(alarm.plot.x) for line in alarm.plot.series.values())
    assert alarm.plot.limit is not None
    assert alarm.tries
    for one in alarm.tries:
        assert one.settings.keys() <= patient(CASES[rule][0][0]).knobs.keys()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_it_is(rule):
    found = RULES[rule]
    assert found.id == rule
    assert all((found.title, found.looks_at, found.says_when, found.why.endswith("."), found.advice.endswith(".")))
    for name, field in found.Limits.model_fields.items():
        assert (field.description or "").endswith("."), name


@pytest.mark.parametrize(("model", "settings", "silent"), [
    ("vae", {}, {"critic_winning", "collapse", "oscillation", "overfitting_critic"}),
    ("gan", {}, {"posterior_collapse", "blurred", "loose_codes"}),
    ("dcgan", {"conditional": True}, {"missing_classes", "oscillation", "blurred"}),
    ("point_vae", {}, {"blurred", "critic_winning"}),
])
def test_rules_that_mean_nothing_here_are_not_asked(model, settings, silent):
    who = patient(model, **settings)
    assert not silent & {rule.id for rule in RULES.values() if rule.suits(who)}


def test_a_critic_that_estimates_a_distance_cannot_be_right_or_wrong():
    doctor = doctor_of("critic_winning", patient("wgan_gp"))
    assert tell(doctor, scalars={"critic/distance": 9.0} | moved("critic", 1e-3) | moved("generator", 1e-3)) == []


def test_a_paired_critic_counts_pairs():
    doctor = doctor_of("critic_winning", patient("r3gan"))
    assert kinds(tell(doctor, scalars={"discriminator/ahead": 1.0})) == [("critic_winning", False)]


def test_few_images_are_told_of_any_model():
    alarm, = tell(doctor_of("too_little_data", patient("gan", images=100)), signs={"spread": 1.0})
    assert "100 training images" in alarm.evidence


def test_while_the_kl_is_warmed_up_nobody_calls_it_collapsed():
    assert tell(doctor_of("posterior_collapse", patient("vae", warm_up=5000)), scalars={"vae/kl": 0.01}) == []


def test_points_lose_modes():
    details = {"counts": [500, 500, 0, 0, 0, 0, 0, 0]}
    alarm, = tell(doctor_of("missing_classes", patient("point_gan")), live={"modes": (2.0, 8.0, details)})
    assert "Modes" in alarm.what


def test_points_that_run_from_mode_to_mode_oscillate_though_they_hit_none():
    def running(share):
        nearest = [0] * 8
        nearest[round(20 * share) % 3] = 1000
        return 0.0, 8.0, {"counts": [0] * 8, "nearest": nearest}
    alarm, = tell(doctor_of("oscillation", patient("point_gan")), live={"modes": running})
    assert alarm.rule == "oscillation"


def test_weights_that_grow_do_not_hide_long_steps():
    grown = {"generator/update": 0.02, "generator/weights": lambda share: 10 * (1 + 100 * share)}
    assert kinds(tell(doctor_of("too_fast", patient("gan")), scalars=grown)) == [("too_fast", False)]


def test_a_live_change_is_what_the_next_remedy_starts_from():
    doctor = doctor_of("saturated", patient("gan", generator_rate=1e-2))
    doctor.changed({"generator_rate": 5e-3})
    alarm, = tell(doctor, signs={"ends": 1.0})
    assert alarm.tries[0].settings == {"generator_rate": 5e-4}
