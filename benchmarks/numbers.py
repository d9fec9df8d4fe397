"""The numbers of the shipped models as the READMEs print them, from the results.jsonl that each run carries.

    python -m benchmarks.numbers [--write]

Nothing is measured here: `python -m genmodels evaluate RUN --again` does that and adds to results.jsonl. `--write` puts
the tables between their marks in README.md and checkpoints/README.md. Exit code 1 when what stands there is not what
the runs say.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from genmodels.metrics import METRICS
from genmodels.runs import Run, RunStore

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "checkpoints"
COMPACT = {"fd": "Fréchet distance", "kid": "kernel distance", "coverage": "coverage",     # metric -> head of a column
           "classes": "effective classes", "test_nll_elbo": "negative ELBO, nats"}
OPENS, CLOSES = "<!-- numbers: python -m benchmarks.numbers --write -->", "<!-- end of numbers -->"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.numbers", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--write", action="store_true", help="put the tables into the READMEs")
    options = parser.parse_args(arguments)
    runs = [run for run in RunStore(SHIPPED).runs() if run.shipped]
    tables = {ROOT / "README.md": compact(runs), SHIPPED / "README.md": full(runs)}
    if options.write:
        for file, table in tables.items():
            file.write_text(with_table(file.read_text(encoding="utf-8"), table), encoding="utf-8")
    stale = [file for file, table in tables.items() if table not in file.read_text(encoding="utf-8")]
    print("\n\n".join(tables.values()))
    for file in stale:
        print(f"{file.relative_to(ROOT)} does not say this; write it with --write.", file=sys.stderr)
    return 1 if stale else 0


def compact(runs: Sequence[Run]) -> str:
    """One line a run, the numbers that most people ask for."""
    lines = [_line("run", "n", "seed", *COMPACT.values()), _line(*["---"] * (3 + len(COMPACT)))]
    for run in runs:
        rows = numbers(run)
        first = next(iter(rows.values()))
        lines.append(_line(f"`{run.id}`", f"{first['n']:,}", first["seed"],
                           *(_cell(rows[name]) if name in rows else "" for name in COMPACT)))
    return "\n".join(lines)


def full(runs: Sequence[Run]) -> str:
    """A table for each run, everything that is known."""
    return "\n\n".join(f"**{run.id}**\n\n{_everything(run)}" for run in runs)


def numbers(run: Run) -> dict[str, dict[str, Any]]:
    """The newest result of each metric for the weights that the run has, in the order of the registry."""
    newest = {row["metric"]: row for row in run.results() if row["step"] in run.checkpoints()}
    return {name: newest[name] for name in METRICS if name in newest}


def with_table(text: str, table: str) -> str:
    """The text with what stands between the marks replaced; raises ValueError where the marks are missing."""
    before, _, rest = text.partition(OPENS)
    _, mark, after = rest.partition(CLOSES)
    if not mark:
        raise ValueError(f"The text has no place for the numbers: {OPENS} and {CLOSES}.")
    return f"{before}{OPENS}\n{table}\n{CLOSES}{after}"


def _everything(run: Run) -> str:
    lines = [_line("number", "value [95 % interval]", "real images", "n", "seed", "seen by"),
             _line(*["---"] * 6)]
    for name, row in numbers(run).items():
        lines.append(_line(f"`{name}`", _value(row), "" if row["floor"] is None else _short(row["floor"]),
                           f"{row['n']:,}", row["seed"], _judge(row["judge"])))
    return "\n".join(lines)


def _cell(row: dict[str, Any]) -> str:
    return _value(row) if row["floor"] is None else f"{_value(row)}, real {_short(row['floor'])}"


def _value(row: dict[str, Any]) -> str:
    return f"{_short(row['value'])} [{_short(row['low'])}, {_short(row['high'])}]"


def _short(number: float) -> str:
    return f"{number:.4g}" if abs(number) >= 1e-4 else f"{number:.1e}"


def _judge(name: str) -> str:
    """A hash by its beginning, enough to tell two judges apart."""
    kind, colon, sha = name.rpartition(":")
    return f"{kind}{colon}{sha[:12]}" if len(sha) == 64 else name


def _line(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


if __name__ == "__main__":
    sys.exit(main())
