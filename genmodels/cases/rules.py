"""How it is told from the facts of a run which of the choices of its case came."""

from __future__ import annotations

from itertools import pairwise

from genmodels.cases.case import Outcome
from genmodels.cases.facts import Facts


def collapsed(facts: Facts) -> Outcome:
    diversity, extremes = facts.measured["diversity"], facts.measured["extremes"]
    choice = "noise" if extremes < 0.3 else "same" if diversity < 0.5 else "varied"
    return Outcome(choice, f"Samples are {diversity:.0%} as different from each other as real images; "
                           f"{extremes:.0%} of their pixels are black or white.")


def contest(facts: Facts) -> Outcome:
    real, fake = facts.last["discriminator/real"], facts.last["discriminator/fake"]
    choice = "critic" if real > 0.8 and fake < 0.2 else "generator" if fake > 0.6 else "balance"
    return Outcome(choice, f"At the end the critic believes {real:.0%} in real images and {fake:.0%} in samples.")


def descent(facts: Facts) -> Outcome:
    first, last = facts.first.get("vae/loss", 0.0), facts.last.get("vae/loss", 0.0)
    if facts.lost:
        return Outcome("breaks", f"The loss left the finite numbers at step {facts.steps:,}.")
    choice = "breaks" if last > first else "faster" if last < 0.6 * first else "wobbles"
    return Outcome(choice, f"The loss was {first:,.0f} nats at the first step and is {last:,.0f} at the end.")


def without_prior(facts: Facts) -> Outcome:
    kl, redrawn = facts.last["vae/kl"], facts.last["vae/reconstruction"]
    choice = "ignored" if kl < 1 else "hollow" if kl > 80 else "better"
    return Outcome(choice, f"The codes lie {kl:,.0f} nats away from the prior; redrawing costs {redrawn:,.0f} nats.")


def under_pressure(facts: Facts) -> Outcome:
    kl, redrawn = facts.last["vae/kl"], facts.last["vae/reconstruction"]
    choice = "ignored" if kl < 1 else "tidy" if kl < 15 else "sharp"
    return Outcome(choice, f"The codes carry {kl:.2f} nats about an image; redrawing costs {redrawn:,.0f} nats.")


def narrow(facts: Facts) -> Outcome:
    kl, redrawn = facts.last["vae/kl"], facts.last["vae/reconstruction"]
    choice = "ignored" if kl < 1 else "blurred" if redrawn > 120 else "same"
    return Outcome(choice, f"Two numbers carry {kl:.1f} nats about an image; redrawing costs {redrawn:,.0f} nats.")


def stuck(facts: Facts) -> Outcome:
    extremes, real = facts.measured["extremes"], facts.measured["real_extremes"]
    diversity = facts.measured["diversity"]
    choice = "stuck" if extremes > 1 - 0.5 * (1 - real) and diversity < 0.5 else "grey" if extremes < 0.5 else "good"
    return Outcome(choice, f"{extremes:.1%} of the samples' pixels are black or white, of real images' {real:.1%}; "
                           f"samples are {diversity:.0%} as different from each other as real images.")


def learned_by_heart(facts: Facts) -> Outcome:
    known, unseen = facts.last["vae/loss"], facts.measured["test_nll_elbo"]
    choice = "fails" if known > 150 else "memory" if unseen - known > 20 else "general"
    return Outcome(choice, f"An image it learned from costs {known:,.0f} nats, one it never saw {unseen:,.0f}.")


def overfitted(facts: Facts) -> Outcome:
    known, unseen, fake = (facts.measured[name] for name in ("known", "unseen", "fake"))
    lead = known - fake
    share = (known - unseen) / lead if lead > 0 else 0.0     # r_v of Karras et al. 2020, arXiv:2006.06676, eq. 1
    choice = "blind" if lead < 0.5 else "memorises" if share > 0.1 else "fair"     # 0.0 with 4,000 images, n = 500
    return Outcome(choice, f"The critic's mean logit is {known:.1f} on images it learned from, {unseen:.1f} on real "
                           f"ones it never saw and {fake:.1f} on samples.")


def wandering(facts: Facts) -> Outcome:
    spots = facts.spots
    narrow = sum(share > 0.4 for _, share in spots)
    moves = sum(a[0] != b[0] for a, b in pairwise(spots))
    if not spots or narrow < len(spots) / 2:
        choice = "covers"
    else:
        choice = "jumps" if moves >= max(2, (len(spots) - 1) / 4) else "stays"
    return Outcome(choice, f"In {narrow} of {len(spots)} pictures of the second half one of eight directions "
                           f"holds more than 40 % of the samples; it changed {moves} times.")
