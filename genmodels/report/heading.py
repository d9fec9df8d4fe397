"""The beginning of the report: what was trained on what, how it stands, when and with what."""

from __future__ import annotations

from genmodels import data
from genmodels.errors import UserError
from genmodels.models import find_model
from genmodels.report.markup import Markup, joined, tag
from genmodels.report.words import brief, moment
from genmodels.runs import ACTIVE, Run, Status
from genmodels.runs.episodes import episodes, severity
from genmodels.words import count, duration


def heading(run: Run, status: Status, now: float) -> Markup:
    """Title, subject, state and the facts below each other."""
    facts = tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in _facts(run, status, now)),
                class_="facts")
    return tag("header", tag("p", "GenLab · report of a run", class_="kicker"), tag("h1", brief(run.title)),
               tag("p", *_subject(run), class_="subject"), *_said(run, status), facts)


def _subject(run: Run) -> list[str]:
    """The model and the dataset in a sentence each, where this version knows them."""
    config = run.config
    try:
        kind = find_model(config.model)
        model, about = f"{kind.title} ({config.model})", kind.summary
    except UserError:
        model, about = config.model, ""
    try:
        card = data.find(config.dataset)
        dataset, what = card.title, card.summary
    except UserError:
        dataset, what = config.dataset, "It is not on the machine that made this report."
    return [tag("strong", brief(model)), " on ", tag("strong", brief(dataset)), ". ", brief(about), " ", brief(what)]


def _said(run: Run, status: Status) -> list[Markup]:
    """The state as a chip and a sentence, what went wrong, and what the doctor has to say."""
    done = f"step {count(status.step)} of {count(status.steps)}" if status.steps else f"step {count(status.step)}"
    active = status.state in ACTIVE
    still = f"It had not ended when this report was made, at {done}." if active else f"It came to {done}."
    said = [tag("p", tag("span", status.state, class_=f"state {status.state}"), " ", still, " ", _alarms(run),
                class_="standing")]
    return [*said, tag("p", brief(status.error), class_="problem")] if status.error else said


def _alarms(run: Run) -> Markup:
    told = episodes(run.alarms())
    if not told:
        return joined(["No alarm was raised."])
    still = sum(severity(row) in ("open", "stopped") for _, row in told)
    words = f"{len(told)} alarm{'s' if len(told) > 1 else ''}, {still} still open"
    return tag("a", words, href="#alarms")


def _facts(run: Run, status: Status, now: float) -> list[tuple[str, str]]:
    config, versions = run.config, run.card.versions
    speed = status.images_per_second
    return [("Seed", str(config.seed)), ("Training time", duration(status.seconds) if status.seconds else "-"),
            ("Device", ", ".join(filter(None, (status.device or config.device, status.precision,
                                               f"{config.threads} thread{'s' if config.threads > 1 else ''}")))),
            ("Images a second", count(speed) if speed else "-"),
            ("Started", moment(status.started or run.created)), ("Ended", moment(status.ended)),
            ("Versions", brief(", ".join(f"{name} {number}" for name, number in versions.items())) or "-"),
            ("Run", run.id), ("This report", moment(now))]
