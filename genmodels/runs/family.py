"""The family of a run: the run it branched off, and that one's, and all that branched off any of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from genmodels.runs.run import Run
from genmodels.runs.store import RunStore


@dataclass(frozen=True)
class Member:
    """One run of a family. One that was deleted, or cannot be read, is known by its id alone."""

    id: str
    title: str
    state: str                       # as Run.state; "deleted" when its folder is gone, "damaged" when it is not legible
    parent: str | None               # the id of the run it branched off
    start: int                       # the step it branched off at; 0 without a parent
    step: int                        # how far it has come
    differs: dict[str, list[Any]]    # setting -> [what it was, what it is here], at the branching step

    @property
    def present(self) -> bool:
        return self.state not in ("deleted", "damaged")


def family(store: RunStore, id: str) -> tuple[Member, ...]:
    """All of them, each parent before its children and children by their branching step; nobody for a run alone.

    Parents that were deleted stand in it as long as a child names them. Raises RunError when there is no run `id`.
    """
    store.get(id)
    runs = {run.id: run for run in store.runs()}
    parents = {name: link for name, run in runs.items() if (link := _link(run)) is not None}
    children = {parent: [run.id for _, run in born] for parent, born in branchings(runs.values()).items()}
    names = _from(_eldest(id, parents), children)
    return tuple(_member(name, runs.get(name), parents.get(name)) for name in names) if len(names) > 1 else ()


def branchings(runs: Iterable[Run]) -> dict[str, list[tuple[int, Run]]]:
    """Parent's id -> those that branched off it, each with its branching step; by that step, then by age."""
    found: dict[str, list[tuple[int, Run]]] = {}
    for run in sorted(runs, key=lambda run: run.created):
        link = _link(run)
        if link is not None:
            found.setdefault(link[0], []).append((link[1], run))
    return {parent: sorted(born, key=lambda one: one[0]) for parent, born in found.items()}


def _link(run: Run) -> tuple[str, int] | None:
    """Parent and branching step; None for a first run, one that cannot be read, and one whose card makes no sense."""
    link = None if run.problem is not None else run.card.parent
    if not isinstance(link, dict) or not isinstance(link.get("run"), str) or not isinstance(link.get("step"), int):
        return None
    return link["run"], link["step"]


def _eldest(id: str, parents: dict[str, tuple[str, int]]) -> str:
    """The first ancestor that anybody names; a circle, which only a hand can write, ends where it closes."""
    seen = {id}
    while id in parents and parents[id][0] not in seen:
        id = parents[id][0]
        seen.add(id)
    return id


def _from(eldest: str, children: dict[str, list[str]]) -> list[str]:
    """Depth first, each once."""
    found: dict[str, None] = {}
    waiting = [eldest]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += reversed(children.get(name, []))
    return list(found)


def _member(name: str, run: Run | None, link: tuple[str, int] | None) -> Member:
    parent, start = link or (None, 0)
    if run is None:
        return Member(name, name, "deleted", parent, start, start, {})
    if run.problem is not None:
        return Member(name, name, "damaged", parent, start, start, {})
    status = run.status
    differs = _differs(run.changes(), start) if parent is not None else {}
    return Member(name, run.title, status.state, parent, start, max(start, status.step), differs)


def _differs(changes: Iterable[dict[str, Any]], start: int) -> dict[str, list[Any]]:
    """The rows at its branching step: there a branch tells what it does otherwise."""
    return {row["setting"]: [row["old"], row["new"]] for row in changes if row["step"] == start}
