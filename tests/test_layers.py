"""The arrows of the design: imports point one way, streamlit stays above the library, torch stays out of the pages."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = [
    {"errors", "events", "words", "reading", "priority"},
    {"config"},
    {"live_settings", "data", "device", "adam", "randomness", "followers"},
    {"preprocess", "pictures", "nearest", "scatter"},
    {"models", "checkpoint"},
    {"panel", "judge", "moved", "signs"},
    {"rounds"},
    {"log", "captured"},
    {"cuda_graph"},
    {"train", "sample", "latent", "portable", "repair", "runs", "metrics", "doctor"},
    {"branching", "cases", "probe", "ship", "worker", "launcher", "errands", "executor", "configure", "compare", "cost",
     "sweep"},
    {"report"},
    {"__main__", "cli"},
]
SIBLINGS_MAY = {("metrics", "sample"), ("latent", "sample"), ("repair", "sample")}
HEIGHT = {name: height for height, names in enumerate(LAYERS) for name in names}
LIBRARY = sorted((ROOT / "genmodels").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))


def imported(file, only_top_level=False):
    """Dotted names a file imports; with `only_top_level`, those that run when the module is imported."""
    tree = ast.parse(file.read_text())
    nodes = _running_at_import(tree.body) if only_top_level else ast.walk(tree)
    names = []
    for node in nodes:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def _running_at_import(body):
    """Statements at module level; what stands under TYPE_CHECKING or in a function does not run."""
    for node in body:
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
            yield node


def room(file):
    """The part of genmodels a file belongs to: its module, or the package it lies in."""
    part = file.relative_to(ROOT / "genmodels").parts[0]
    return part.removesuffix(".py")


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: str(file.relative_to(ROOT)))
def test_arrows_point_to_lower_layers(file):
    here = room(file)
    if here == "__init__":
        return
    assert here in HEIGHT, f"{here} has no layer: name it in LAYERS"
    for name in imported(file):
        parts = name.split(".")
        if parts[0] != "genmodels" or len(parts) == 1:
            continue
        there = parts[1]
        if there not in HEIGHT or there == here:
            continue
        allowed = HEIGHT[there] < HEIGHT[here] or (here, there) in SIBLINGS_MAY or HEIGHT[here] >= HEIGHT["worker"]
        assert allowed, f"{file.name} imports {name}, which stands beside or above it"


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_library_never_imports_streamlit(file):
    assert not [name for name in imported(file) if name.split(".")[0] in {"streamlit", "ui", "pages"}]


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_pages_never_import_torch(file):
    assert "torch" not in {name.split(".")[0] for name in imported(file)}


@pytest.mark.parametrize("file", sorted((ROOT / "ui").rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_ui_imports_torch_only_when_it_is_needed(file):
    """The first page must not wait for torch, so nothing at the top of ui/ may pull it in, nor what does."""
    heavy = {"torch", "genmodels.models", "genmodels.train", "genmodels.checkpoint", "genmodels.preprocess"}
    top = imported(file, only_top_level=True)
    assert not [name for name in top for start in heavy if name == start or name.startswith(start + ".")]


def test_train_and_runs_do_not_know_each_other():
    train = {".".join(name.split(".")[:2]) for name in imported(ROOT / "genmodels" / "train.py")}
    runs = {".".join(name.split(".")[:2]) for file in (ROOT / "genmodels" / "runs").glob("*.py")
            for name in imported(file)}
    assert "genmodels.runs" not in train
    assert "genmodels.train" not in runs
