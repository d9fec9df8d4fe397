"""One click on Watch makes the report, of a run in any state; nothing is made before."""

from genmodels.report import document
from tests.pages.media import media  # noqa: F401  (a fixture)
from tests.running import tiny


def test_one_click_downloads_the_report(finished_vae, open_page, media, monkeypatch):  # noqa: F811
    made, real = [], document.heading
    monkeypatch.setattr(document, "heading", lambda *rest: made.append(1) or real(*rest))
    at = open_page("watch", run=finished_vae.id)
    assert not made
    content = media.download(at, "Report").decode()
    assert made
    assert content.startswith("<!doctype html>")
    assert finished_vae.id in content


def test_a_run_that_waits_has_one_too(empty, open_page, media):  # noqa: F811
    run = empty.create(tiny())
    assert "This run has no pictures" in media.download(open_page("watch", run=run.id), "Report").decode()
