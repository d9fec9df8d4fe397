"""Own pictures on the Data page: bring them, see what the check found and what the network will see, name them."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from genmodels.config import ImageSpec
from genmodels.data import folder, imports, own
from genmodels.data.check import Draft
from genmodels.data.found import ENDINGS
from genmodels.data.pictures import Fit
from genmodels.errors import DataError
from ui import check_report
from ui.text import t

MINUTES = 30        # a draft is forgotten after that


def draw() -> None:
    """The whole half page."""
    _damaged()
    st.markdown(t("Give a zip whose folders are the classes, or single pictures for one class. They stay on the "
                  "machine that runs GenLab; only pixels are kept, no file names, places or dates."))
    left, right = st.columns([3, 2], gap="large")
    with right:
        how = _fit()
    with left:
        draft = _draft(how)
    if draft is None:
        return
    check_report.draw(draft)
    _create(draft)


def delete(name: str) -> None:
    """A button that asks once more."""
    with st.popover(t("Delete this dataset"), icon=":material/delete:"):
        st.markdown(t("Delete **{name}** for good? Runs that learnt from it stay.").format(name=name))
        st.button(t("Yes, delete {name}").format(name=name), type="primary", key=f"delete-{name}",
                  on_click=_delete, args=(name,))


def _fit() -> Fit:
    one, two = st.columns(2)
    with one:
        channels = st.segmented_control(t("Colours"), [1, 3], default=1, required=True, key="own-channels",
                                        format_func=lambda n: t("Grey") if n == 1 else t("Colour"))
    with two:
        size = st.segmented_control(t("Size"), [28, 32], default=28, required=True, key="own-size",
                                    format_func=lambda n: f"{n} x {n}")
    shape = st.segmented_control(
        t("Pictures that are not square"), ["crop", "pad"], default="crop", required=True, key="own-shape",
        format_func=lambda kind: t("Keep the middle") if kind == "crop" else t("Fill the sides"))
    return Fit(ImageSpec(channels=3 if channels == 3 else 1, size=size or 28), "pad" if shape == "pad" else "crop")


def _draft(how: Fit) -> Draft | None:
    kind = st.segmented_control(t("From where"), ["upload", "folder"], default="upload", required=True, key="own-from",
                                format_func=lambda kind: t("Upload") if kind == "upload" else t("A folder here"))
    try:
        return _from_folder(how) if kind == "folder" else _from_upload(how)
    except DataError as error:
        st.error(str(error), icon=":material/error:")
        return None


def _from_upload(how: Fit) -> Draft | None:
    files = st.file_uploader(t("Pictures or a zip"), type=[ending[1:] for ending in (".zip", *ENDINGS)],
                             accept_multiple_files=True, key="own-files")
    if not files:
        return None
    return _check_files(tuple(file.file_id for file in files), how, [(file.name, file.getvalue()) for file in files])


def _from_folder(how: Fit) -> Draft | None:
    path = st.text_input(t("Path of a folder on the machine that runs GenLab"), key="own-folder",
                         placeholder=str(Path.home() / "pictures")).strip()
    if not path:
        return None
    place = Path(path).expanduser()
    return _check_folder(str(place), folder.fingerprint(place), how)


@st.cache_resource(max_entries=4, ttl=60 * MINUTES, show_spinner="Looking at every picture ...")
def _check_files(ids: tuple[str, ...], how: Fit, _files: list[tuple[str, bytes]]) -> Draft:
    return imports.check_files(_files, how)


@st.cache_resource(max_entries=4, ttl=60 * MINUTES, show_spinner="Looking at every picture ...")
def _check_folder(path: str, fingerprint: str, how: Fit) -> Draft:
    return imports.check_folder(Path(path), how)


def _create(draft: Draft) -> None:
    if draft.problem is not None:
        st.error(t(draft.problem), icon=":material/block:")
        return
    one, two = st.columns([3, 1], vertical_alignment="bottom")
    name = one.text_input(t("Name"), key="own-name", placeholder="my-pictures",
                          help=t("Small letters, digits and hyphens.")).strip()
    if two.button(t("Create dataset"), type="primary", icon=":material/add_photo_alternate:", key="own-create",
                  width="stretch"):
        try:
            imports.create(name, draft)
        except DataError as error:
            st.error(str(error), icon=":material/error:")
            return
        st.toast(t("{name} is ready.").format(name=name), icon=":material/check:")
        st.query_params.from_dict({"dataset": name})
        st.rerun()


def _delete(name: str) -> None:
    try:
        own.delete(name)
    except DataError as error:
        st.toast(str(error), icon=":material/error:")
        return
    st.query_params.pop("dataset", None)
    st.toast(t("{name} is deleted.").format(name=name), icon=":material/delete:")


def _damaged() -> None:
    for name in own.damaged():
        st.warning(t("The dataset {name} is damaged and cannot be used.").format(name=name),
                   icon=":material/broken_image:")
        delete(name)
