"""How many nats each dimension of the code carries: KL(q(z|x) || p(z)), Kingma & Welling 2014, appendix B."""

from __future__ import annotations

from torch import Tensor

from genmodels.metrics.base import Measured
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.held_out import HeldOut, Posterior, mean, posterior

DEAD = 0.01     # nats; a dimension below carries nothing


class KLPerDimension(HeldOut):
    """The total for an image; the details hold each dimension's share and how many are dead. Under a nat in total,
    the code is ignored."""

    name = "kl_per_dimension"
    title = "KL to the prior, all dimensions"
    unit = "nats per image"
    better = "neither"
    tells = "code"

    def judge(self, evidence: Evidence) -> str:
        return "the model's own posterior"

    def measure(self, evidence: Evidence) -> Measured:
        nats = kl(posterior(evidence))                                                  # (N, L)
        shares = nats.mean(0).tolist()
        return mean(nats.sum(1), {"nats": shares, "dead": sum(share < DEAD for share in shares)})


def kl(of: Posterior) -> Tensor:
    """(N, L)"""
    return -0.5 * (1 + of.logvar - of.mean.square() - of.logvar.exp())
