"""Patients, and what they tell their doctor, made by hand."""

from genmodels.config import ImageSpec, RunConfig, build
from genmodels.doctor import RULES, Doctor, patient_of
from genmodels.models import find_model, make_model

STEPS = 2000
MOMENTS = range(100, STEPS + 1, 100)     # of snapshots and of live numbers


def patient(model, images=5000, steps=STEPS, classes=10, **settings):
    image = ImageSpec(channels=2, size=1) if model.startswith("point") else ImageSpec(channels=1, size=8)
    config = RunConfig(model=model, dataset="digits", image=image, classes=tuple(map(str, range(classes))),
                       steps=steps, settings=build(find_model(model).Config, settings).model_dump())
    return patient_of(config, make_model(model, image, classes, config.settings), images)


def doctor_of(rule, who, kept=()):
    return Doctor(who, [RULES[rule]], lambda: kept)


def tell(doctor, scalars=None, signs=None, live=None):
    """The whole run: values that stay, or functions of the share of the run that is done. Live ones are (value, floor,
    details) or functions that give it. Returns what the doctor says."""
    said = []
    for step in range(20, doctor.patient.steps + 1, 20):
        share = step / doctor.patient.steps
        if scalars:
            said += doctor.scalars(step, at(scalars, share))
        if step in MOMENTS and signs:
            said += doctor.snapshot(step, at(signs, share))
        if step in MOMENTS and live:
            said += doctor.measured([
                {"metric": name, "step": step, "value": value, "floor": floor, "details": details}
                for name, (value, floor, details) in at(live, share).items()])
    return said


def at(story, share):
    return {name: value(share) if callable(value) else value for name, value in story.items()}


def kinds(alarms):
    return [(alarm.rule, alarm.kind == "over") for alarm in alarms]
