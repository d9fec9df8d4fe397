"""The plain page that the scrubber is compared with: `st.slider` over the snapshots of a run, and `st.image`."""

from __future__ import annotations

import streamlit as st

from genmodels.runs import RunStore, default_root

pictures = RunStore(default_root()).get(st.query_params["run"]).pictures("samples")
chosen = st.slider("Snapshot", 0, len(pictures) - 1, 0)
st.image(str(list(pictures.values())[chosen]), width=480)
