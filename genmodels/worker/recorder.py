"""Writes down what a training says, as it says it: the one writer of a run's files."""

from __future__ import annotations

import errno
import math
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from genmodels.events import Scalars, Snapshot
from genmodels.runs import Run, Status
from genmodels.runs.files import append_row, append_rows, overwrite_json, read_rows, write_rows
from genmodels.runs.kept import drop_after
from genmodels.runs.milestones import drop_milestones_after
from genmodels.runs.snapshots import forget_snapshots_after, write_snapshot
from genmodels.runs.status import read_status, this_host, write_status

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DUE = 15.0     # seconds until the next beat must have come; a slow step or a long picture fits in


class Recorder:
    """Holds the status as last written, and writes every file of the run but its weights."""

    def __init__(self, run: Run) -> None:
        self.run, self.folder = run, run.folder
        self.status: Status = read_status(run.folder)

    def say(self, *, sync: bool = False, **changes: Any) -> None:
        """Change the status; every writing is a heartbeat. On a full disk the old bytes are overwritten in place."""
        now = time.time()
        self.status = replace(self.status, beat=now, due=now + DUE, pid=os.getpid(), host=this_host(), **changes)
        try:
            write_status(self.folder, self.status, sync=sync)
        except OSError as error:
            if error.errno not in FULL:
                raise
            overwrite_json(self.folder / "status.json", asdict(self.status))

    def log(self, text: str) -> None:
        """Add dated lines; on a full disk they are left out, for the status says what matters."""
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        lines = "".join(f"{stamp} {line}\n" for line in text.splitlines())
        try:
            with (self.folder / "log.txt").open("a", encoding="utf-8") as stream:
                stream.write(lines)
        except OSError as error:
            if error.errno not in FULL:
                raise

    def scalars(self, event: Scalars, seconds: float) -> None:
        values = {term: value if math.isfinite(value) else None for term, value in event.values.items()}
        append_row(self.folder / "metrics.jsonl", {"step": event.step, "time": round(seconds, 4), "values": values})

    def snapshot(self, event: Snapshot) -> None:
        pictures = (event.originals, event.reconstructions)
        originals, redrawn = (None if tensor is None else tensor.numpy() for tensor in pictures)
        write_snapshot(self.folder, event.step, event.samples.numpy(), originals, redrawn)

    def signs(self, event: Snapshot) -> None:
        """What a doctor reads off a snapshot."""
        append_row(self.folder / "signs.jsonl", {"step": event.step, "values": dict(event.signs)})

    def measured(self, results: Sequence[Mapping[str, Any]], seconds: float) -> None:
        """Live numbers of one moment, after `seconds` of training; all of them or, on a full disk, none."""
        append_rows(self.folder / "live.jsonl", [{**result, "time": round(seconds, 4)} for result in results])

    def alarm(self, step: int, kind: str, what: str, evidence: str, advice: str) -> None:
        """A diagnosis for the person who watches, in the log as well."""
        self.diagnosis({"step": step, "kind": kind, "what": what, "evidence": evidence, "advice": advice})

    def diagnosis(self, row: Mapping[str, Any]) -> None:
        """The same with all that a doctor says (genmodels.doctor.Alarm)."""
        append_row(self.folder / "alarms.jsonl", dict(row))
        self.log(f"Alarm at step {row['step']}: {row['what']} {row['evidence']} {row['advice']}")

    def change(self, step: int, seconds: float, setting: str, old: Any, new: Any) -> None:
        """A live setting that counts from the next step on."""
        append_row(self.folder / "changes.jsonl", {"step": step, "time": round(seconds, 4), "setting": setting,
                                                   "old": old, "new": new})
        self.log(f"{setting} is {new} instead of {old} after step {step}.")

    def forget_after(self, step: int) -> None:
        """A resumed run says again what came after its checkpoint; the first telling is taken back."""
        for name in ("metrics.jsonl", "signs.jsonl", "live.jsonl", "alarms.jsonl", "changes.jsonl"):
            rows, _ = read_rows(self.folder / name)
            if rows:
                write_rows(self.folder / name, [row for row in rows if row.get("step", 0) <= step])
        forget_snapshots_after(self.folder, step)
        drop_after(self.folder, step)
        drop_milestones_after(self.folder, step)

    def came_true(self, seconds: float, images: int, megabytes: float) -> dict[str, Any] | None:
        """The promise with what became of it."""
        if self.status.promise is None:
            return None
        truth = {"seconds": round(seconds, 2), "images_per_second": round(images / seconds, 1) if seconds > 0 else None,
                 "megabytes": round(megabytes, 1), "device": self.status.device,
                 "precision": self.status.precision}
        return self.status.promise | {"came_true": truth}
