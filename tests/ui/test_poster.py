"""The pictures of compared runs as a file: what was asked for, and nothing else."""

import io

import numpy as np
import pytest
from PIL import Image

from genmodels.compare.poster import WIDTH
from genmodels.runs.snapshots import write_snapshot
from tests.ui.test_routes import get, run  # noqa: F401  (a fixture)


@pytest.fixture
def drawn(run):  # noqa: F811
    pixels = np.random.default_rng(0).integers(0, 256, (64, 1, 8, 8), dtype=np.uint8)
    write_snapshot(run.folder, 7, pixels, pixels[:4], pixels[:4])
    return run


@pytest.mark.parametrize("kind", ["samples", "reconstructions"])
def test_the_file_holds_as_many_panels_as_runs(kind, drawn):
    status, head, one = get(f"/api/compare.png?runs={drawn.id}&steps=7&kind={kind}")
    assert (status, head["content-type"]) == (200, "image/png")
    assert "attachment" in head["content-disposition"]
    names, steps = ",".join([drawn.id] * 8), ",".join(["7"] * 8)
    _, _, eight = get(f"/api/compare.png?runs={names}&steps={steps}&kind={kind}")
    assert Image.open(io.BytesIO(one)).width > WIDTH
    assert Image.open(io.BytesIO(eight)).width > 4 * WIDTH


@pytest.mark.parametrize(("query", "status"), [
    ("", 400), ("runs={id}&steps=7,8&kind=samples", 400), ("runs={id}&steps=-7&kind=samples", 400),
    ("runs={id}&steps=7&kind=log", 400), ("runs={id}&steps=7&kind=../config", 400),
    ("runs={id}&steps=x&kind=samples", 400),
    ("runs=" + ",".join(["{id}"] * 9) + "&steps=" + ",".join(["7"] * 9) + "&kind=samples", 400),
    ("runs={id}&steps=8&kind=samples", 404), ("runs=../..&steps=7&kind=samples", 404),
    ("runs=nobody&steps=7&kind=samples", 404), ("runs=&steps=7&kind=samples", 404)])
def test_addresses_that_do_not_fit_are_refused_with_a_sentence(query, status, drawn):
    told, _, body = get("/api/compare.png?" + query.format(id=drawn.id))
    assert told == status
    assert body.decode().strip().endswith(".")


def test_strangers_are_refused(drawn):
    path = f"/api/compare.png?runs={drawn.id}&steps=7&kind=samples"
    assert get(path, origin="https://elsewhere.example")[0] == 403


def test_a_damaged_picture_is_a_sentence(drawn):
    (drawn.folder / "snapshots" / "00000007-samples.png").write_bytes(b"no picture")
    status, _, body = get(f"/api/compare.png?runs={drawn.id}&steps=7&kind=samples")
    assert status == 404
    assert "damaged" in body.decode()
