"""The server: `streamlit run app.py`, or `uvicorn app:app`. Pages are in pages/, what they share in ui/."""

import streamlit as st
from starlette.middleware import Middleware

from ui.addresses import plotly_js
from ui.frame import on_script_error
from ui.headers import Headers
from ui.routes import ROUTES
from ui.warm import lifespan

app = st.App("pages/_router.py", routes=ROUTES, middleware=[Middleware(Headers, ahead=plotly_js())],
             lifespan=lifespan, on_script_error=on_script_error)
