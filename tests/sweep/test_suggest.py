"""Values to try for every setting of every model: a sweep over them is one that can be trained."""

import pytest

from genmodels.config import knobs
from genmodels.models import MODELS, POINT_MODELS
from genmodels.sweep.plan import FEWEST_VALUES, MOST_VALUES, check
from genmodels.sweep.suggest import suggestion, sweepable
from tests.sweep.test_plan import plan

KNOBS = [(name, knob) for name, kind in (MODELS | POINT_MODELS).items() for knob in sweepable(knobs(kind.Config))]


@pytest.mark.parametrize(("model", "knob"), KNOBS, ids=lambda value: value if isinstance(value, str) else value.name)
def test_every_setting_has_values_to_try_within_its_range(model, knob):
    values = suggestion(knob)
    assert FEWEST_VALUES <= len(values) <= MOST_VALUES
    check(plan(((knob.name, values),), model=model))
    for value in values:
        assert knob.low is None or value >= knob.low
        assert knob.high is None or value <= knob.high
        assert knob.kind != "int" or isinstance(value, int)


def test_around_the_default():
    named = {knob.name: knob for knob in sweepable(knobs(MODELS["vae"].Config))}
    assert suggestion(named["beta"]) == (0.5, 1.0, 2.0)
    assert suggestion(named["latent_dim"]) == (8, 16, 32)
    assert suggestion(named["free_bits"]) == (0.0, 0.25, 0.5)
    assert suggestion(named["likelihood"]) == ("bernoulli", "gaussian")
    assert suggestion(named["schedule"]) == (False, True)
    assert list(named)[-1] == "free_bits" or named[list(named)[-1]].advanced
