"""Numbers as people say them."""

from __future__ import annotations

import time

from genmodels import words
from genmodels.words import count, scaled
from ui.text import t

__all__ = ["UNKNOWN", "ago", "count", "duration", "scaled", "stamp"]

UNKNOWN = "\u2013"     # a dash for what is not known; in a table a hyphen alone becomes the bullet of a list


def duration(seconds: float) -> str:
    """7 s, 1 min 30 s, 2 h 5 min."""
    return words.duration(seconds, t)


def ago(seconds: float) -> str:
    """Just now, 5 min ago, 2 days ago."""
    if seconds < 60:
        return t("just now")
    if seconds < 3600:
        return t("{n} min ago").format(n=int(seconds // 60))
    if seconds < 172_800:
        return t("{n} h ago").format(n=int(seconds // 3600))
    return t("{n} days ago").format(n=int(seconds // 86_400))


def stamp(moment: float) -> str:
    """27 Nov 01:12."""
    return time.strftime("%d %b %H:%M", time.localtime(moment))
