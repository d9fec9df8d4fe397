"""The marks of runs that are compared: a letter, a colour and dashes for each place, never colour alone."""

from __future__ import annotations

import base64

from ui import theme

LETTERS = "ABCDEFGH"
DASHES = ("", "8,3", "2,3", "8,3,2,3", "5,2", "12,3", "12,3,2,3", "1,4")     # pixels drawn and left out


def colour(place: int) -> str:
    """The colour of a place on the reader's ground."""
    return theme.RUNS[theme.mode()][place]


def swatch(place: int) -> str:
    """`mark` as HTML."""
    return f'<img src="{mark(place)}" alt="{LETTERS[place]}" width="54" height="22">'


def mark(place: int) -> str:
    """The letter in its colour, and a piece of its line, as the address of a picture that holds it."""
    shade, ground = colour(place), theme.palette().background
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" width="54" height="22" viewBox="0 0 54 22">'
           f'<circle cx="11" cy="11" r="10" fill="{shade}"/>'
           f'<text x="11" y="15.5" text-anchor="middle" font-size="13" font-weight="700" font-family="sans-serif" '
           f'fill="{ground}">{LETTERS[place]}</text>'
           f'<line x1="25" y1="11" x2="54" y2="11" stroke="{shade}" stroke-width="2.5" '
           f'stroke-dasharray="{DASHES[place]}"/></svg>')
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()     # Streamlit takes out bare SVG
