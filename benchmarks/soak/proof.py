"""The proof: after the abuse every promise is looked at again, and the doors are shut."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.soak import promises, twin
from benchmarks.soak.processes import left_over, told
from benchmarks.soak.session import session
from benchmarks.soak.world import World, leave
from genmodels import worker
from genmodels.errors import UserError
from genmodels.runs import Run
from genmodels.runs.locks import held

REST = 60.0     # seconds in which all runs must have ended once they were asked to
GOING = 120.0   # seconds in which a resumed run must have passed its checkpoint, on a busy machine
TRACE = "Traceback (most recent call last)"
SENTENCES = "genmodels.errors."
STAMP = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", re.MULTILINE)     # before each line of a run's log
SHOWN = 80      # lines of a log around the error


def prove(world: World) -> str:
    """Notes what is broken in the book; returns what was compared bit for bit."""
    world.disk.free()
    world.thaw()
    comes_to_rest(world)     # so that every slot is free for those that are to go on
    goes_on(world)
    comes_to_rest(world)
    compared = twin.compared(world)
    opens(world)
    for entry in world.book.entries.values():
        if not entry.gone:
            for broken in promises.of_run(world.store, entry):
                world.book.broke(broken)
    is_left(world)
    return compared


def goes_on(world: World) -> None:
    """What was killed resumes from its last checkpoint and passes it. What was harmed and has ended is asked to go on
    too: the watchman hears whether it fails with a sentence."""
    for run in [run for run in world.runs("lost", "stopped", "failed") if run.state == "lost" or
                world.entry(run).harmed]:
        entry, last = world.entry(run), max(run.checkpoints(), default=0)
        try:
            worker.resume(world.store, run.id)
        except UserError as error:
            if not entry.harmed:
                world.book.broke(f"{run.id} is lost and cannot be resumed: {error}")
            continue
        twin.until(lambda run=run, last=last: _is_past(run, last) or not run.active, GOING)
        if not entry.harmed:
            _went_on(world, run, last)
        _stop(run)


def _is_past(run: Run, step: int) -> bool:
    """By the word of its new worker; the old one may have been further than its last checkpoint."""
    status = run.status
    return status.state not in ("queued", "starting") and status.step > step


def _went_on(world: World, run: Run, last: int) -> None:
    status = run.status
    if status.step <= last and status.state != "finished":
        world.book.broke(f"{run.id} was resumed at step {last} and does not go on: {status.state} at step "
                         f"{status.step}. {status.error or status.note}")
    elif last and f"Goes on from step {last}." not in run.log():
        world.book.broke(f"{run.id} was resumed and did not go on from its last checkpoint at step {last}.")
    else:
        world.book.saw("runs resumed after a kill")


def comes_to_rest(world: World) -> None:
    """Everything is stopped, and stops."""
    for run in world.runs():
        _stop(run)
    twin.until(lambda: not any(run.active for run in world.runs()), REST)
    for run in world.runs():
        if run.active:
            world.book.broke(f"{run.id} ({world.entry(run).harmed or 'not harmed'}) was told to stop and is still "
                             f"{run.state} after {REST:g} s: {run.status.note}")


def _stop(run: Run) -> None:
    try:
        run.command("stop")
    except UserError:
        return     # it has ended by itself


def opens(world: World) -> None:
    """Home and the Watch page of each run are drawn without an error of our own."""
    with session(world.server.address) as visitor:
        for page, query in [("", {}), *(("watch", {"run": run.id}) for run in world.runs())]:
            for error in visitor.open(page, **query):
                name = query.get("run", "")
                harm = world.book.entries[name].harmed if name else ""
                world.book.broke(f"the page {page or 'home'} {name} ({harm or 'not harmed'}) shows {error}")
            world.book.saw("pages in the proof")


def is_left(world: World) -> None:
    """After server and launcher have gone: no process, no lock, nothing written aside, no traceback in a log."""
    leave(world)
    for process in left_over(world.root, REST):
        world.book.broke(f"a process is left over: {told(process)}")
    names = [run.id for run in world.runs()]
    for file in [world.root / ".launcher.lock", *(world.root / name / "lock" for name in names)]:
        if held(file):
            world.book.broke(f"the lock {file.relative_to(world.root)} is still held.")
    whole = [name for name in names if not world.book.entries[name].harmed]
    for remnant in promises.remnants(world.root, whole):
        world.book.broke(f"{remnant} was written aside and forgotten.")
    for file in [world.server.log, world.root / ".launcher.log", *(world.root / name / "log.txt" for name in names)]:
        _read_log(world, file)


def _read_log(world: World, file: Path) -> None:
    """Every error of our own leaves its traceback there; the report shows the line which names it. Streamlit logs
    sentences for the reader in that way too, when a fragment raises them."""
    lines = STAMP.sub("", file.read_text("utf-8", "replace")).splitlines() if file.exists() else []
    for at in [number for number, line in enumerate(lines) if TRACE in line]:
        trace = lines[at:at + SHOWN]
        named = next((line for line in trace[1:] if line and not line.startswith((" ", "\t"))), trace[-1])
        if named.startswith(SENTENCES):
            continue
        if world.book.broke(f"{file.parent.name}/{file.name} holds a traceback: {named}"):
            print("\n".join(trace), flush=True)
