"""Compare: which runs the address brings, their marks, and what differs between them."""

import csv
import io
import json
import re
import shutil

import pytest

from genmodels.worker import train_here
from tests.pages.media import media  # noqa: F401  (a fixture)
from tests.pages.reading import healthy, words
from tests.running import tiny
from ui.run_marks import LETTERS


def chosen(at):
    return at.multiselect(key="compared").value


def test_a_page_without_a_choice_offers_runs_and_puts_them_into_the_address(finished_vae, finished_gan, open_page):
    at = open_page("compare")
    assert set(chosen(at)) == {finished_vae.id, finished_gan.id}
    assert at.query_params["runs"] == ",".join(chosen(at))


def test_without_any_run_it_leads_to_train(empty, open_page):
    assert "train" in [link.proto.page for link in open_page("compare").get("page_link")]


@pytest.mark.parametrize(("address", "says"), [("", "two runs"), ("{vae}", "one more run")])
def test_too_few_are_asked_for(address, says, finished_vae, open_page):
    at = open_page("compare", runs=address.format(vae=finished_vae.id))
    assert says in words(at)


@pytest.mark.parametrize("stranger", ["../../etc/passwd", "<script>alert(1)</script>", "nobody", "x" * 5000, "\x00",
                                      "%2e"])
def test_strangers_are_told_and_left_out(stranger, finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f"{stranger},{finished_vae.id},{finished_gan.id}")
    assert chosen(at) == [finished_vae.id, finished_gan.id]
    assert repr(stranger[:60]) in at.warning[0].value


def test_a_run_named_twice_counts_once(finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f"{finished_vae.id},{finished_vae.id},{finished_gan.id}")
    assert chosen(at) == [finished_vae.id, finished_gan.id]


def test_eight_are_compared_and_a_ninth_is_told(world, finished_vae, open_page):
    copies = [shutil.copytree(finished_vae.folder, world.root / f"copy-{i}").name for i in range(9)]
    at = open_page("compare", runs=",".join(copies))
    assert chosen(at) == copies[:8]
    assert "At most 8" in at.warning[0].value


def test_who_is_taken_out_leaves_an_empty_place_and_the_others_keep_their_marks(world, finished_vae, open_page):
    names = [shutil.copytree(finished_vae.folder, world.root / f"copy-{i}").name for i in range(4)]
    at = open_page("compare", runs=",".join(names[:3]))
    healthy(at.multiselect(key="compared").set_value([names[0], names[2]]).run())
    assert at.query_params["runs"] == f"{names[0]},,{names[2]}"
    healthy(at.multiselect(key="compared").set_value([names[0], names[2], names[3]]).run())
    assert at.query_params["runs"] == f"{names[0]},{names[3]},{names[2]}"


def test_every_run_is_named_with_its_letter(finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f",{finished_vae.id},{finished_gan.id}")
    marks = "".join(element.proto.body for element in at.get("html"))
    assert [letter for letter in LETTERS if f'alt="{letter}"' in marks] == ["B", "C"]


def test_a_deleted_or_damaged_run_is_left_out(finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f"{finished_vae.id},{finished_gan.id}")
    (finished_gan.folder / "config.json").write_text("{")
    healthy(at.run())
    assert chosen(at) == [finished_vae.id]
    assert finished_gan.id in at.warning[0].value
    shutil.rmtree(finished_vae.folder)
    assert "Nothing to compare" in words(healthy(at.run()))


def test_only_settings_that_differ_are_shown_until_all_are_asked_for(world, open_page):
    names = []
    for seed, beta in ((0, 1.0), (1, 4.0)):
        run = world.create(tiny("vae", steps=2, settings={"beta": beta}, seed=seed))
        assert train_here(run) == "finished"
        names.append(run.id)
    at = open_page("compare", runs=",".join(names), section="Settings")
    assert re.findall(r'<th scope="row">(.*?)</th>', table(at)) == ["seed", "beta"]
    healthy(at.toggle(key="all-settings").set_value(True).run())
    assert "latent_dim" in re.findall(r'<th scope="row">(.*?)</th>', table(at))


def test_a_choice_that_is_no_list_of_runs_breaks_nothing(world, open_page):
    assert words(open_page("compare", runs=",,,,,,,,,,,,"))
    assert words(open_page("compare", runs=json.dumps({"a": 1})))


def table(at):
    """The table of numbers or settings as HTML."""
    return next(element.proto.body for element in at.get("html") if "<tbody>" in element.proto.body)


def result(**changes):
    return {"metric": "kid", "title": "KID", "unit": "", "value": 1.0, "low": 0.9, "high": 1.1, "floor": 0.01,
            "n": 1000, "seed": 0, "judge": "j", "step": 30, "seconds": 1.0} | changes


@pytest.fixture
def pair(finished_vae, finished_gan):
    for run in (finished_vae, finished_gan):
        (run.folder / "results.jsonl").unlink(missing_ok=True)
    return finished_vae, finished_gan


def test_the_best_is_marked_where_intervals_part_and_not_where_they_touch(pair, open_page):
    one, other = pair
    one.add_result(result())
    other.add_result(result(value=0.5, low=0.4, high=0.6))
    one.add_result(result(metric="coverage", value=0.6, low=0.5, high=0.7))
    other.add_result(result(metric="coverage", value=0.7, low=0.6, high=0.8))
    html = table(open_page("compare", runs=f"{one.id},{other.id}", section="Numbers"))
    kid, coverage = html.split("<tr>")[2:]
    assert kid.count("★") == 1
    assert kid.index("★") > kid.index("0.9 to 1.1")
    assert "★" not in coverage


def test_a_number_got_in_another_way_is_grey_with_its_reason(pair, open_page):
    one, other = pair
    one.add_result(result(n=10000))
    other.add_result(result(value=0.5, low=0.4, high=0.6))
    html = table(open_page("compare", runs=f"{one.id},{other.id}", section="Numbers"))
    assert html.count('class="apart"') == 1
    assert "n = 1,000, the others 10,000" in html
    assert "★" not in html


def test_titles_are_text_and_never_markup(pair, open_page):
    one, other = pair
    card = json.loads((one.folder / "config.json").read_text()) | {"title": "<img src=x onerror=alert(1)>"}
    (one.folder / "config.json").write_text(json.dumps(card))
    one.add_result(result(title="<b>", unit="<i>", judge="<u>", metric="unheard of"))
    html = table(open_page("compare", runs=f"{one.id},{other.id}", section="Numbers"))
    assert "<img src=x" not in html
    assert not [tag for tag in ("<b>", "<i>", "<u>") if tag in html]
    assert "<img src=x" not in table(open_page("compare", runs=f"{one.id},{other.id}", section="Settings"))


def test_damaged_results_are_left_out(pair, open_page):
    one, other = pair
    lines = [result(value=None), {"metric": "kid"}, {"metric": ["kid"]}, result(n="many"), result(metric=None), [1]]
    (one.folder / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"torn')
    other.add_result(result(value=0.25))
    html = table(open_page("compare", runs=f"{one.id},{other.id}", section="Numbers"))
    assert html.count("not measured") == 1
    assert "does not exist" not in html
    assert "0.25" in html


def test_numbers_and_settings_are_files_without_formulas(pair, open_page, media):  # noqa: F811
    one, other = pair
    card = json.loads((one.folder / "config.json").read_text()) | {"title": "=HYPERLINK(1)"}
    (one.folder / "config.json").write_text(json.dumps(card))
    one.add_result(result(value=-0.5, low=-0.6, high=-0.4))
    for section in ("Numbers", "Settings"):
        at = open_page("compare", runs=f"{one.id},{other.id}", section=section)
        rows = read(media.download(at, f"{section} as CSV"))
        assert "'=HYPERLINK(1)" in rows[1]
    at = open_page("compare", runs=f"{one.id},{other.id}", section="Numbers")
    assert "-0.5" in read(media.download(at, "Numbers as CSV"))[1]


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def component(at, name):
    """What the page told a component of ours."""
    return next(json.loads(element.proto.json) for element in at.get("bidi_component")
                if element.proto.component_name.endswith(name))


def test_the_term_that_most_runs_have_comes_first_and_the_address_chooses(world, finished_vae, finished_gan, open_page):
    for run in (finished_vae, finished_gan):
        (run.folder / "live.jsonl").unlink(missing_ok=True)
    other = shutil.copytree(finished_gan.folder, world.root / "another-gan").name
    at = open_page("compare", runs=f"{finished_vae.id},{finished_gan.id},{other}", section="Curves")
    data = component(at, "genlab_overlay")
    assert data["term"].startswith(("discriminator/", "generator/"))
    assert [run["letter"] for run in data["runs"]] == ["A", "B", "C"]
    both = f"{finished_vae.id},{finished_gan.id}"
    at = open_page("compare", runs=both, section="Curves", term="vae/loss", along="images")
    data = component(at, "genlab_overlay")
    assert (data["term"], data["by"]) == ("vae/loss", "images")
    assert [run["stretches"][0]["each"] for run in data["runs"]] == [16, 32]


def test_a_term_or_an_axis_that_is_none_means_the_first(finished_vae, finished_gan, open_page):
    both = f"{finished_vae.id},{finished_gan.id}"
    at = open_page("compare", runs=both, section="Curves", term="<x>", along="bananas")
    assert component(at, "genlab_overlay")["by"] == "step"
    healthy(at.selectbox(key="term").select("generator/loss").run())
    assert at.query_params["term"] == "generator/loss"


def test_numbers_taken_live_are_offered_beside_the_losses(finished_vae, finished_gan, open_page):
    for run in (finished_vae, finished_gan):
        (run.folder / "live.jsonl").write_text(json.dumps(result(time=1.5)) + "\n")
    at = open_page("compare", runs=f"{finished_vae.id},{finished_gan.id}", section="Curves")
    assert component(at, "genlab_overlay")["term"] == "kid", "what all runs have comes first"
    at = open_page("compare", runs=f"{finished_vae.id},{finished_gan.id}", section="Curves", term="kid")
    data = component(at, "genlab_overlay")
    assert (data["title"], data["number"]) == ("KID", True)


def test_a_run_of_an_unknown_model_offers_what_it_has_logged(finished_vae, open_page):
    card = json.loads((finished_vae.folder / "config.json").read_text())
    card["config"]["model"] = "from tomorrow"
    (finished_vae.folder / "config.json").write_text(json.dumps(card))
    for section in ("Curves", "Numbers", "Settings"):
        assert words(open_page("compare", runs=finished_vae.id, section=section))
    assert "vae/loss" in open_page("compare", runs=finished_vae.id, section="Curves").selectbox(key="term").value


@pytest.mark.parametrize("query", [
    {}, {"pictures": "reconstructions"}, {"view": "swipe", "moment": "seconds"}, {"view": "blink"},
    {"pictures": "<b>", "view": "?", "moment": "0"}])
def test_pictures_open_in_every_view(query, finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f"{finished_vae.id},{finished_gan.id}", section="Pictures", **query)
    data = component(at, "genlab_sides")
    assert data["kind"] in ("samples", "reconstructions")
    assert data["by"] in ("share", "step", "seconds")
    assert data["view"] in ("all", "swipe", "blink")


def test_only_models_that_encode_draw_held_out_images_again(finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f"{finished_gan.id},{finished_vae.id}", section="Pictures",
                   pictures="reconstructions")
    assert [run["letter"] for run in component(at, "genlab_sides")["runs"]] == ["B"]
    assert "A left none" in words(at)


def test_other_codes_are_told(world, finished_vae, finished_gan, open_page):
    at = open_page("compare", runs=f"{finished_vae.id},{finished_gan.id}", section="Pictures")
    assert "Not all draw from the same codes" in words(at)
    assert "A: 2 numbers, seed 0" in words(at)
    other = shutil.copytree(finished_vae.folder, world.root / "other").name
    at = open_page("compare", runs=f"{finished_vae.id},{other}", section="Pictures")
    assert "All draw from the same codes" in words(at)


@pytest.mark.parametrize("section", ["Curves", "Pictures", "Numbers", "Settings"])
def test_a_run_that_has_just_begun_breaks_nothing(section, world, finished_vae, open_page):
    fresh = world.create(tiny("gan"))
    at = open_page("compare", runs=f"{finished_vae.id},{fresh.id}", section=section)
    assert chosen(at) == [finished_vae.id, fresh.id]


@pytest.mark.parametrize("section", ["Curves", "Pictures", "Numbers", "Settings"])
@pytest.mark.parametrize("n", [0, 1, 2, 8])
def test_every_section_opens_with_any_number_of_runs(section, n, world, finished_vae, finished_gan, open_page):
    names = [finished_gan.id] + [shutil.copytree(finished_vae.folder, world.root / f"copy-{i}").name for i in range(7)]
    at = open_page("compare", runs=",".join(names[:n]), section=section)
    assert len(chosen(at)) == n


@pytest.mark.parametrize("section", ["Curves", "Pictures", "Numbers", "Settings"])
def test_torn_files_break_no_section(section, finished_vae, finished_gan, open_page):
    for file in ("metrics.jsonl", "results.jsonl", "live.jsonl", "changes.jsonl"):
        with (finished_vae.folder / file).open("ab") as stream:
            stream.write(b'\xff{"torn": \n[1, 2\n{"setting": 3, "step": "x"}\n{"half')
    shutil.rmtree(finished_gan.folder / "snapshots")
    assert words(open_page("compare", runs=f"{finished_vae.id},{finished_gan.id}", section=section)) is not None


def test_what_is_missing_is_measured_in_the_background(pair, open_page, monkeypatch):
    from genmodels.worker import detached
    started = []
    monkeypatch.setattr(detached, "start", lambda module, arguments, log: started.append(arguments))
    one, other = pair
    at = open_page("compare", runs=f"{one.id},{other.id}", section="Numbers")
    at = healthy(at.button(key="measure-missing").click().run())
    assert [list(arguments[1:]) for arguments in started] == [[one.id, other.id]]
    assert at.main.progress, "it tells how far it is"
    assert not [button for button in at.button if button.key == "measure-missing"]


def test_a_likelihood_does_not_exist_for_a_gan(pair, open_page):
    one, other = pair
    one.add_result(result(metric="test_nll_elbo"))
    html = table(open_page("compare", runs=f"{one.id},{other.id}", section="Numbers"))
    assert "does not exist for it" in html
