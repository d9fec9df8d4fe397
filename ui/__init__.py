"""Streamlit code that pages share; nothing here computes."""
