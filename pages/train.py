"""Train: a dataset, a model, a preset; its settings as a form; a promise; Start."""

import streamlit as st

from genmodels.configure import configure
from genmodels.errors import UserError
from ui import choices
from ui.text import t

st.title(t("Train"))
with st.spinner(t("Loading the models ...")):
    chosen = choices.three()
form, promise = st.columns([2, 1], gap="medium")
with form, st.container(border=True):
    changes = choices.settings(chosen)
    rest = choices.budget_and_machine(chosen)
with promise, st.container(border=True):
    try:
        config = configure(chosen.model, chosen.dataset, chosen.preset, changes, **rest)
    except UserError as problem:
        st.error(str(problem), icon=":material/error:")
        st.button(t("Start"), disabled=True, width="stretch", key="start")
    else:
        answer = choices.promise(config)
        choices.start(config, answer)
        choices.command(config)
