"""How the server is set up: what costs 150 ms or opens a door when it is lost from a file."""

import re
import tomllib
from pathlib import Path

import pytest
import uvicorn

from ui import theme

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())


def test_no_garbage_collection_after_every_script_run():
    assert CONFIG["runner"]["postScriptGC"] is False


def test_the_loop_sets_tcp_nodelay():
    """asyncio leaves Nagle's delay on Streamlit's socket, 44 ms at every kept-alive request; uvloop does not."""
    pytest.importorskip("uvloop", reason="uvloop does not exist on this system")
    config = uvicorn.Config("app:app")
    assert config.get_loop_factory().__module__.startswith("uvloop")
    config.load_http_protocol() if hasattr(config, "load_http_protocol") else config.load()
    assert "httptools" in config.http_protocol_class.__module__


def test_requirements_ask_for_the_fast_loop_and_exact_versions():
    lines = [line.split("#")[0].strip() for line in (ROOT / "requirements.txt").read_text().splitlines()]
    pins = [line for line in lines if line]
    assert any(line.startswith("streamlit[performance]==") for line in pins)
    assert "torch==2.13.0" in pins
    assert all(re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+( ?;.*)?", line) for line in pins)


def test_every_requirement_says_why():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        assert not [line for line in lines if "==" in line and "#" not in line]


def test_the_server_is_closed_to_other_machines_and_other_pages():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["enableCORS"] is True
    assert CONFIG["server"]["enableXsrfProtection"] is True
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["toolbarMode"] == "viewer"
    assert CONFIG["client"]["showErrorDetails"] == "type"


@pytest.mark.parametrize(("name", "palette"), [("light", theme.LIGHT), ("dark", theme.DARK)])
def test_charts_and_pages_share_their_colours(name, palette):
    told = CONFIG["theme"][name]
    assert told["backgroundColor"] == palette.background
    assert told["secondaryBackgroundColor"] == palette.panel
    assert told["textColor"] == palette.text
    assert told["borderColor"] == palette.grid
    assert tuple(told["chartCategoricalColors"][:2]) == palette.players


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_text_and_players_can_be_read_on_a_projector(palette):
    assert contrast(palette.text, palette.background) >= 7
    assert contrast(palette.text, palette.panel) >= 7
    for colour in palette.players:
        assert contrast(colour, palette.background) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
def test_white_words_can_be_read_on_the_main_button(name):
    assert contrast("#ffffff", CONFIG["theme"][name]["primaryColor"]) >= 4


@pytest.mark.parametrize(("name", "palette"), [("light", theme.LIGHT), ("dark", theme.DARK)])
def test_runs_beside_each_other_are_told_apart_from_the_ground(name, palette):
    colours = theme.RUNS[name]
    assert len(set(colours)) == 8
    for colour in colours:
        assert contrast(colour, palette.background) >= 3


def test_ten_classes_have_ten_colours():
    assert len(set(theme.CLASSES)) == 10


def contrast(one, other):
    """WCAG 2.1: 1 for equal colours, 21 for black on white."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
