"""Notes beside a run: kept, bounded, never lost to a damaged file or to a second writer."""

import json
import threading

import pytest

from genmodels.errors import RunError
from genmodels.runs import Notes, RunStore
from genmodels.runs.notes import MOST_DIRECTIONS, keep_notes
from tests.running import tiny


@pytest.fixture
def run(tmp_path):
    return RunStore(tmp_path / "runs").create(tiny())


def test_a_run_without_notes_has_empty_ones(run):
    assert run.notes() == Notes()
    assert not (run.folder / "notes.json").exists()


def test_names_and_directions_are_read_back(run):
    run.change_notes(lambda notes: notes.named(3, "  thick   strokes "))
    run.change_notes(lambda notes: notes.with_direction("my way", (3.0, 4.0), 1.25, "from 3 to 8", step=40))
    notes = run.notes()
    assert dict(notes.dimensions) == {3: "thick strokes"}
    own, = notes.directions
    assert (own.key, own.name, own.vector, own.scale, own.step) == ("own-1", "my way", (0.6, 0.8), 1.25, 40)
    run.change_notes(lambda notes: notes.named(3, "").without_direction("own-1"))
    assert run.notes() == Notes()


def test_keys_of_deleted_directions_are_free_again_and_others_stay(run):
    notes = Notes().with_direction("a", (1.0,)).with_direction("b", (1.0,)).without_direction("own-1")
    notes = notes.with_direction("c", (1.0,))
    assert {own.name: own.key for own in notes.directions} == {"b": "own-2", "c": "own-1"}
    keep_notes(run.folder, notes)
    assert run.notes() == notes


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "bell\a", "\u202eevil"])
def test_names_that_cannot_be_shown_are_refused(name):
    with pytest.raises(RunError, match="cannot be a name"):
        Notes().with_direction(name, (1.0,))


@pytest.mark.parametrize(("vector", "scale"), [((), 1.0), ((0.0, 0.0), 1.0), ((float("nan"),), 1.0),
                                               ((float("inf"), 1.0), 1.0), ((1.0,) * 257, 1.0), ((1.0,), 0.0),
                                               ((1.0,), float("nan")), ((1.0,), 1e9)])
def test_directions_that_cannot_be_walked_are_refused(vector, scale):
    with pytest.raises(RunError, match=r"nowhere|scale"):
        Notes().with_direction("way", vector, scale)


def test_a_name_is_given_once_and_there_is_an_end_to_it():
    notes = Notes()
    for i in range(MOST_DIRECTIONS):
        notes = notes.with_direction(f"way {i}", (1.0,))
    with pytest.raises(RunError, match="already"):
        notes.with_direction("way 3", (1.0,))
    with pytest.raises(RunError, match="at most"):
        notes.with_direction("one more", (1.0,))
    with pytest.raises(RunError, match="dimension 256"):
        notes.named(256, "far")


@pytest.mark.parametrize("content", [
    "", "{", "[]", '{"dimensions": []}', '{"dimensions": {"x": "a"}}', '{"dimensions": {"1": 7}}',
    '{"directions": [3]}', '{"directions": [{"key": "own-1", "name": "a", "vector": ["b"], "scale": 1}]}',
    '{"directions": [{"key": "own-1", "name": "a", "vector": [0], "scale": 1}]}', '{"dimensions": {"9999": "a"}}',
    '{"directions": [{"key": "own-1", "name": "a", "vector": [1e999], "scale": 1}]}'])
def test_a_damaged_file_is_told_and_set_aside_never_written_over(run, content):
    (run.folder / "notes.json").write_text(content)
    assert "notes.json" in run.notes().problem
    assert (run.notes().dimensions, run.notes().directions) == ({}, ())
    notes = run.change_notes(lambda notes: notes.named(0, "slant"))
    assert notes.problem is None
    assert run.notes() == notes
    assert (run.folder / "notes.damaged.json").read_text() == content


def test_a_huge_file_is_not_read(run):
    (run.folder / "notes.json").write_text(json.dumps({"dimensions": {"1": "a" * 2_000_000}}))
    assert "larger" in run.notes().problem


def test_who_writes_at_once_loses_nothing(run):
    def write(i):
        run.change_notes(lambda notes: notes.named(i, f"name {i}"))
    threads = [threading.Thread(target=write, args=(i,)) for i in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(run.notes().dimensions) == list(range(12))


def test_a_refused_change_leaves_the_file_as_it_was(run):
    run.change_notes(lambda notes: notes.named(1, "kept"))
    before = (run.folder / "notes.json").read_bytes()
    with pytest.raises(RunError):
        run.change_notes(lambda notes: notes.named(2, "x" * 99))
    assert (run.folder / "notes.json").read_bytes() == before


def test_notes_of_a_shipped_run_are_not_for_git():
    import subprocess
    from pathlib import Path
    root = Path(__file__).parents[2]
    for name in ("notes.json", "notes.damaged.json", "notes.lock"):
        answer = subprocess.run(["git", "check-ignore", f"checkpoints/gan-mnist/{name}"], cwd=root, check=False)
        assert answer.returncode in (0, 128), name     # 128: this copy is no git repository
