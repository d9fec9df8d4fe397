"""The family of a run: what it branched off, what branched off it, and what each does otherwise."""

from __future__ import annotations

from genmodels.report.markup import Markup, joined, section, tag
from genmodels.report.words import brief, setting
from genmodels.runs.family import Member
from genmodels.words import count

MOST = 60     # members that are told


def kin(id: str, members: tuple[Member, ...]) -> Markup:
    """A tree as a list in lists; nothing for a run alone."""
    if not members:
        return joined([])
    children: dict[str | None, list[Member]] = {}
    for member in members[:MOST]:
        children.setdefault(member.parent, []).append(member)
    known = {member.id for member in members[:MOST]}
    roots = [member for member in members[:MOST] if member.parent not in known]
    left = [tag("p", f"The first {MOST} of {len(members)}.", class_="note")] if len(members) > MOST else []
    return section("Family", *left, tag("ul", *(_branch(root, children, id) for root in roots), class_="family"),
                   name="family")


def _branch(member: Member, children: dict[str | None, list[Member]], id: str) -> Markup:
    began = f", branched off at step {count(member.start)}" if member.parent is not None else ""
    differs = "; ".join(f"{name}: {setting(old)} to {setting(new)}" for name, (old, new) in member.differs.items())
    words = [tag("strong" if member.id == id else "span", brief(member.title)), " ",
             tag("span", "this run", class_="state") if member.id == id else "",
             tag("small", f" {member.state}, step {count(member.step)}{began} · {brief(member.id)}",
                 f" · {brief(differs)}" if differs else "")]
    below = [tag("ul", *(_branch(child, children, id) for child in children[member.id]))
             ] if member.id in children else []
    return tag("li", *words, *below)
