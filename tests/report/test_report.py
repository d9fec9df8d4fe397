"""The report of a run: what it says, that no words become HTML, that it loads nothing and stays below its limit."""

import base64
import hashlib
import json
import re
import time
from html import unescape
from html.parser import HTMLParser
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from genmodels.cli import main
from genmodels.report import LIMIT, document, report
from genmodels.report.kin import kin
from genmodels.report.pictures import FEW, film, spread
from genmodels.runs import RunStore, command_line
from genmodels.runs.family import Member
from genmodels.worker import train_here
from genmodels.worker.branching import branch_config, branch_off
from tests.report.making import HOSTILE, JUDGE, bare, points, told
from tests.running import tiny
from ui import theme


class Elements(HTMLParser):
    """What a browser would make of the file: its elements, and the words outside of scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.found, self.words, self._within = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self._within = tag

    def handle_data(self, data):
        if self._within not in ("script", "style"):
            self.words.append(data)

    def of(self, tag):
        return [about for name, about in self.found if name == tag]


def made(run):
    return report(run, RunStore(run.folder.parent)).decode()


def words(run):
    return re.sub(r"\s+", " ", " ".join(Elements(made(run)).words))


def data(run):
    return json.loads(re.search(r'<script id="data" type="application/json">(.*?)</script>', made(run))[1])


def test_it_tells_all_about_the_run(tmp_path):
    run = told(tmp_path)
    text = words(run)
    for said in ("A tiny VAE", "finished", "step 400 of 400", "Seed", "Fréchet distance", "4.75", "3.75 to 5.75", "0.5",
                 "2,000", "123456789", "535ac64e", "1.5", "Collapse", "Nothing moves.", "The spread is 0.2.",
                 "A model of one picture is no model.", "Slow the generator down.", "Set beta = 1 now", "12 s", "10 s",
                 "2.00 GFLOP", "100 J (50.0 J to 200 J)", "after step 100", "torch"):
        assert said in text
    assert unescape(command_line(run.config)) in text
    assert f'title="{JUDGE}"' in made(run)


def test_settings_that_differ_from_the_default_are_marked(tmp_path):
    rows = re.findall(r'<tr><th scope="row">(\w+)</th>(.*?)</tr>', made(bare(tmp_path)))
    marked = {name for name, cells in rows if "●" in cells}
    assert {"beta", "seed", "latent_dim"} <= marked
    assert not {"warm_up", "threads", "schedule"} & marked


def test_the_scrubber_has_every_moment_with_its_pictures_and_numbers(tmp_path):
    run = told(tmp_path)
    kept = data(run)
    assert kept["steps"] == run.snapshots()
    assert [len(pictures) for pictures in kept["films"].values()] == [12, 12]
    last = {about["data-film"]: about["src"] for about in Elements(made(run)).of("img")}
    for kind, pictures in kept["films"].items():
        assert pictures[-1] is None
        for step, picture in zip(kept["steps"], [*pictures[:-1], last[kind]], strict=True):
            assert base64.b64decode(picture.split(",")[1]) == run.snapshot(step)[kind].read_bytes()
    assert [row["value"] for row in kept["live"][0]["rows"]] == [1.0, 5.0, 9.0]
    assert [row["seed"] for row in kept["live"][0]["rows"]] == [123456789] * 3
    assert kept["bars"][0]["rows"][1]["counts"] == [200, 200]
    assert {mark["kind"] for mark in kept["marks"]} == {"alarm", "change"}


def test_a_spike_is_in_the_curves_however_long_the_run(tmp_path):
    run = bare(tmp_path)
    with (run.folder / "metrics.jsonl").open("w") as file:
        for step in range(1, 20_001):
            values = {"vae/loss": 1e6 if step == 12_345 else 1.0}
            file.write(json.dumps({"step": step, "time": step, "values": values}) + "\n")
    line = data(run)["curves"][0]["lines"][0]
    assert len(line["steps"]) < 2100
    assert line["values"][line["steps"].index(12_345)] == 1e6


def test_nobodys_words_become_html(tmp_path):
    run = told(tmp_path, title=HOSTILE, words=HOSTILE, error=HOSTILE, state="failed")
    honest, hostile = Elements(made(told(tmp_path))), Elements(made(run))
    assert [name for name, _ in hostile.found].count("script") == [name for name, _ in honest.found].count("script")
    assert not [about for name, about in hostile.found if name == "img" and not about["src"].startswith("data:image/")]
    assert not [about for _, about in hostile.found if any(key.startswith("on") for key in about)]
    assert HOSTILE in "".join(hostile.words)
    assert made(run).count(HOSTILE) == 0
    assert data(run)["title"] == HOSTILE


def test_it_loads_nothing_and_its_policy_allows_only_what_is_inside(tmp_path):
    text = made(told(tmp_path))
    elements = Elements(text)
    assert not [name for name, _ in elements.found if name in ("link", "iframe", "object", "embed", "base", "form")]
    for about in (about for _, about in elements.found):
        assert about.get("src", "data:").startswith("data:")
        assert about.get("href", "#").startswith("#")
        assert "style" not in about
    assert not re.search(r"url\(|@import|\bfetch\(|XMLHttpRequest|importScripts|innerHTML|\beval\(", text)
    assert set(re.findall(r"https?://[^\s\"'<]+", text)) == {"http://www.w3.org/2000/svg"}     # a name, never asked
    policy = next(about["content"] for about in elements.of("meta") if "http-equiv" in about)
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy
    for found in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", text, re.S):
        assert base64.b64encode(hashlib.sha256(found.encode()).digest()).decode() in policy


@pytest.mark.parametrize("state", ["queued", "stopped", "failed", "finished"])
def test_a_run_without_anything_says_so(tmp_path, state):
    text = words(bare(tmp_path, state=state, step=0, seconds=0.0, beat=time.time(),
                      error="It broke." if state == "failed" else None))
    for said in ("This run has no pictures", "No numbers were recorded yet", "No numbers were taken while it trained",
                 "Nothing has been measured", "No rule of the doctor raised an alarm", "It has not trained yet"):
        assert said in text
    assert ("It had not ended" in text) == (state == "queued")
    assert ("It broke." in text) == (state == "failed")


def test_without_pictures_the_scrubber_stops_at_steps_with_numbers(tmp_path):
    run = told(tmp_path)
    for file in (run.folder / "snapshots").iterdir():
        file.unlink()
    kept = data(run)
    assert (len(kept["steps"]), kept["steps"][0], kept["steps"][-1], kept["films"]) == (60, 1, 400, {})


def test_large_pictures_stay_below_the_limit_and_what_was_left_out_is_said(tmp_path):
    run = told(tmp_path, pictures=70, image=(3, 64))
    content = report(run, RunStore(tmp_path))
    kept = data(run)
    assert 0.8 * LIMIT < len(content) <= LIMIT
    assert 2 < len(kept["steps"]) < 70
    assert (kept["steps"][0], kept["steps"][-1]) == (1, 400)
    assert f"{len(kept['steps'])} of 70 moments are here" in words(run)
    assert "packed with a small loss" in words(run)
    picture = Image.open(BytesIO(base64.b64decode(kept["films"]["samples"][0].split(",")[1])))
    assert picture.size == (8 * 65 - 1, 8 * 65 - 1)


def test_pictures_that_do_not_fit_as_stored_are_packed_without_loss_first(tmp_path):
    run = told(tmp_path, pictures=8)
    for step, file in run.pictures("samples").items():     # smooth ones, which pack well
        shade = np.add.outer(np.arange(200), np.arange(200) + step).astype(np.uint8)
        Image.fromarray(shade).save(file, compress_level=0)
    found = film(run, 60_000)
    assert (found.exact, found.of) == (True, 8)
    assert len(found.steps) == min(8, FEW)
    file = run.snapshot(found.steps[0])["samples"]
    drawn = Image.open(BytesIO(base64.b64decode(found.kinds["samples"][0].split(",")[1]))).convert("L")
    np.testing.assert_array_equal(np.asarray(drawn), np.asarray(Image.open(file)))


def test_a_damaged_picture_is_left_out_and_counted(tmp_path):
    run = told(tmp_path)
    run.snapshot(run.snapshots()[3])["samples"].write_bytes(b"no picture")
    assert len(data(run)["steps"]) == 11
    assert "11 of 12 moments are here" in words(run)


def test_huge_texts_and_many_alarms_stay_below_the_limit(tmp_path):
    run = told(tmp_path, title="t" * 1_000_000, words="w" * 1_000_000)
    row = (run.folder / "alarms.jsonl").read_bytes()
    (run.folder / "alarms.jsonl").write_bytes(row * 30)
    assert len(report(run, RunStore(tmp_path))) < LIMIT


@pytest.mark.parametrize(("steps", "n", "found"), [([1, 2, 3], 5, [1, 2, 3]), ([1, 2, 4, 8, 16], 3, [1, 4, 16]),
                                                   ([1, 2, 3], 1, [3]), ([], 4, [])])
def test_moments_are_spread_evenly_among_those_kept(steps, n, found):
    assert spread(steps, n) == found


def test_points_of_the_plane(tmp_path):
    text = words(points(tmp_path))
    assert "points of the plane" in text
    assert "Samples" in text


def test_really_trained_runs_and_a_branch(tmp_path):
    store = RunStore(tmp_path)
    parent = store.create(tiny(steps=12))
    assert train_here(parent) == "finished"
    child = branch_off(store, parent.id, 12, branch_config(parent, 12, {"beta": 2.0}, 16))
    assert train_here(child) == "finished"
    gan = store.create(tiny("gan", steps=6))
    assert train_here(gan) == "finished"
    assert f"weights of {parent.id} at step 12" in words(child)
    assert "branched off at step 12" in words(parent)
    assert "beta: 1 to 2" in words(child)
    assert [mark["kind"] for mark in data(child)["marks"]].count("origin") == 1
    assert "reconstructions" not in data(gan)["films"]
    assert "Family" not in words(gan)


def test_a_circle_in_a_family_ends():
    circle = tuple(Member(name, name, "finished", other, 1, 2, {}) for name, other in (("a", "b"), ("b", "a")))
    assert "Family" in kin("a", circle)


def test_its_colours_are_those_of_the_pages():
    style = document._style()
    light, dark = style.split("@media (prefers-color-scheme: dark)")[:2]
    for part, palette, mode in ((light, theme.LIGHT, "light"), (dark, theme.DARK, "dark")):
        for colour in (palette.background, palette.panel, palette.text, palette.grid, *theme.RUNS[mode]):
            assert colour in part


def test_the_command_line_writes_the_file(tmp_path, capsys, monkeypatch):
    run = told(tmp_path / "runs")
    monkeypatch.chdir(tmp_path)
    assert main(["report", run.id, "--root", str(tmp_path / "runs")]) == 0
    assert (tmp_path / f"genlab-{run.id}.html").read_text().startswith("<!doctype html>")
    assert main(["report", run.id, "--root", str(tmp_path / "runs"), "--out", "other.html"]) == 0
    assert capsys.readouterr().out.split() == [f"genlab-{run.id}.html", "other.html"]
    assert main(["report", "nobody", "--root", str(tmp_path / "runs")]) == 2
    assert "There is no run 'nobody'" in capsys.readouterr().err
    assert main(["report", run.id, "--root", str(tmp_path / "runs"), "--out", "no/such/place.html"]) == 2
    assert "cannot be written" in capsys.readouterr().err
