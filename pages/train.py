"""Train: a dataset, a model, a preset; its settings as a form; a promise; Start."""

import streamlit as st

from genmodels import worker
from genmodels.errors import UserError
from ui import choices, start
from ui.store import store
from ui.text import t

st.title(t("Train"))
st.markdown(t("Three choices and a click. Everything else has a default that works."))

with st.spinner(t("Loading the models ...")):
    chosen = choices.three()
choices.card(chosen)
with st.container(border=True):
    changes = choices.settings(chosen)
    rest = choices.budget_and_machine(chosen)

config, problem = None, ""
try:
    config = start.configure(chosen.model, chosen.dataset, chosen.preset, changes, **rest)
except UserError as error:
    problem = str(error)

if problem:
    st.error(problem, icon=":material/error:")
else:
    choices.promise(config)
if st.button(t("Start"), type="primary", icon=":material/play_arrow:", key="start", disabled=config is None,
             width="stretch"):
    try:
        run = worker.submit(store(), config)
    except UserError as error:
        st.error(str(error), icon=":material/error:")
    else:
        st.switch_page("watch.py", query_params={"run": run.id})
if config is not None:
    choices.command(config)
