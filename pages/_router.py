"""The script behind every page: the table of pages, the frame around them, then the page itself."""

from pathlib import Path

import streamlit as st

from ui import frame, strip
from ui.text import t

ICON = str(Path(__file__).parents[1] / "ui" / "icon.png")     # a named icon would be fetched from the internet
PAGES = {     # group -> file, title, icon, in the order of the story
    "": [("home", "Home", "home")],
    "Prepare": [("data", "Data", "photo_library"), ("train", "Train", "model_training")],
    "Look": [("watch", "Watch", "monitoring"), ("break_it", "Break it", "heart_broken"),
             ("explore", "Explore", "explore"), ("generate", "Generate", "auto_awesome")],
    "Judge": [("compare", "Compare", "compare_arrows")],
}
CSS = Path(__file__).parents[1] / "ui" / "frame.css"


def table() -> dict[str, list[st.Page]]:
    """Streamlit's pages under their translated group names; Home is the default."""
    return {t(group) if group else "": [
        st.Page(f"{name}.py", title=t(title), icon=f":material/{icon}:", url_path=name, default=name == "home")
        for name, title, icon in entries]
        for group, entries in PAGES.items()}


st.set_page_config(page_title="GenLab", page_icon=ICON, layout="wide")
st.logo(ICON, size="large")
st.html(CSS)
page = st.navigation(table())
strip.draw()
with frame.sentences():
    page.run()
