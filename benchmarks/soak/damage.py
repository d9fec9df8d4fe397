"""What a bad disk or a hand in the wrong folder does to the files of a run."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

Harm = Callable[[Path, random.Random], str | None]     # the run's folder -> what was done, None where nothing could be

LINES = ("metrics.jsonl", "live.jsonl", "signs.jsonl", "alarms.jsonl", "changes.jsonl", "commands.jsonl",
         "results.jsonl")
GARBAGE = (b"", b"\x00\xff\xfe garbage", b"[1, 2, 3]", b'{"state": 7, "step": "many", "config": []}', b'{"step": {}')
ODD_LINES = (b"\x00\xff\n", b"[]\n", b'{"step": "x", "time": null, "values": 3}\n', b'{"number": "x", "kind": 9}\n',
             b'{"step": 1e999, "kind": [], "what": 0}\n', b'{"step": 5, "time": 1, "values": {"a": "b"}}\n')


def flip_weights(folder: Path, chance: random.Random) -> str | None:
    """A few bytes of the newest checkpoint."""
    files = sorted(folder.glob("checkpoint-*/*.safetensors"))
    if not files:
        return None
    file = chance.choice(files)
    content = bytearray(file.read_bytes())
    for _ in range(3):
        content[chance.randrange(len(content))] ^= 0xFF
    file.write_bytes(content)
    return f"flipped bytes of {file.parent.name}/{file.name}"


def spoil_manifest(folder: Path, chance: random.Random) -> str | None:
    return _overwritten(sorted(folder.glob("checkpoint-*/manifest.json")), chance)


def lose_weights(folder: Path, chance: random.Random) -> str | None:
    """A file of a checkpoint is gone."""
    files = sorted(folder.glob("checkpoint-*/*"))
    if not files:
        return None
    file = chance.choice(files)
    file.unlink()
    return f"removed {file.parent.name}/{file.name}"


def cut_lines(folder: Path, chance: random.Random) -> str | None:
    """A file of lines ends earlier, amid a line."""
    files = [folder / name for name in LINES if (folder / name).exists()]
    if not files:
        return None
    file = chance.choice(files)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * chance.random())])
    return f"cut {file.name}"


def add_odd_lines(folder: Path, chance: random.Random) -> str | None:
    """Lines that are no rows, and rows that are not ours."""
    file = folder / chance.choice(LINES)
    if not folder.is_dir():
        return None
    with file.open("ab") as stream:
        stream.write(b"".join(chance.sample(ODD_LINES, 3)))
    return f"odd lines in {file.name}"


def spoil_config(folder: Path, chance: random.Random) -> str | None:
    return _overwritten([folder / "config.json"], chance)


def spoil_status(folder: Path, chance: random.Random) -> str | None:
    return _overwritten([folder / "status.json"], chance)


def spoil_rest(folder: Path, chance: random.Random) -> str | None:
    """Small files beside: the best step, the costs, the notes."""
    return _overwritten([file for file in sorted(folder.glob("*.json"))
                         if file.name not in ("config.json", "status.json")], chance)


def cut_picture(folder: Path, chance: random.Random) -> str | None:
    files = sorted(folder.glob("snapshots/*.png"))
    if not files:
        return None
    file = chance.choice(files)
    file.write_bytes(file.read_bytes()[: chance.randrange(40)])
    return f"cut {file.name}"


def lose_pictures(folder: Path, chance: random.Random) -> str | None:
    if not (folder / "snapshots").is_dir():
        return None
    shutil.rmtree(folder / "snapshots", ignore_errors=True)     # its worker may be writing there
    return "removed all snapshots"


HARMS: tuple[Harm, ...] = (flip_weights, spoil_manifest, lose_weights, cut_lines, add_odd_lines, spoil_config,
                           spoil_status, spoil_rest, cut_picture, lose_pictures)


def _overwritten(files: list[Path], chance: random.Random) -> str | None:
    if not files:
        return None
    file, garbage = chance.choice(files), chance.choice(GARBAGE)
    file.write_bytes(garbage)
    return f"{garbage!r} in {file.name}"
