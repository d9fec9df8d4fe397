"""A family of codes as the address holds it, `?family=`: a root, and how every member was bred; checked and bounded.

`<root>.<member shown>.<parent>-<distance>-<seed>-<child>.<...>`: the root is float32 in base64, a distance is in
percent. Member 0 is the root; the codes are bred again from it, by the page as here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from ui import explore_code
from ui.explore_code import Code
from ui.text import t

if TYPE_CHECKING:
    from torch import Tensor

MOST = 60              # members beside the root: what a tree on a screen shows, and an address holds
LITTER = 12            # children in a litter
LAST_SEED = 2**31 - 1


class Member(NamedTuple):
    """How one came to be; the limits of its numbers stand in `_member`."""

    parent: int
    distance: int
    seed: int
    child: int


@dataclass(frozen=True)
class Family:
    """The root's code (L,), its descendants with parents before their children, and whose litter is shown."""

    root: Code
    members: tuple[Member, ...]
    at: int

    def codes(self) -> Tensor:
        """Of the root and all members. -> (1 + M, L)"""
        import torch

        from genmodels import latent

        codes = [torch.from_numpy(self.root)]
        for parent, distance, seed, child in self.members:
            codes.append(latent.litter(codes[parent], child + 1, distance / 100, seed)[child])
        return torch.stack(codes)

    def line(self) -> list[int]:
        """From the root to the member shown, as numbers of members."""
        numbers = [self.at]
        while numbers[-1] > 0:
            numbers.append(self.members[numbers[-1] - 1].parent)
        return numbers[::-1]

    def parents(self) -> list[int]:
        """Of the root (-1) and all members."""
        return [-1, *(member.parent for member in self.members)]


def current(size: int) -> Family | None:
    """The family of the address; None where it holds none, or one that does not fit, which is told."""
    text = st.query_params.get("family")
    family = None if text is None else read(text, size)
    if text is not None and family is None:
        st.warning(t("The family in the address does not fit this model or its limits ({most} members), so a new one "
                     "begins. The address stays until you keep somebody.").format(most=MOST),
                   icon=":material/link_off:")
    return family


def keep(family: Family | None, text: str, label: int) -> None:
    """Put a family's text, the member shown, and the class it is drawn as into the address; call it from a callback."""
    if family is None:
        st.query_params.pop("family", None)
    else:
        st.query_params["family"] = text
        explore_code.go(family.codes()[family.at].tolist())     # the other parts of the page stand there as well
    if label or "class" in st.query_params:
        st.query_params["class"] = str(label)


def sent(key: str, size: int, classes: int) -> tuple[Family | None, str, int] | None:
    """What the component says was kept, with its text and class; None when it is anything else.

    The browser is not believed. A family of None is a root alone.
    """
    said: Any = getattr(st.session_state.get(key), "family", None)
    if not isinstance(said, Mapping) or not isinstance(said.get("family"), str):
        return None
    label, text = said.get("class"), said["family"]
    if not isinstance(label, int) or isinstance(label, bool) or not 0 <= label < max(1, classes):
        return None
    family = read(text, size)
    return None if text and family is None else (family, text, label)


def read(text: str, size: int) -> Family | None:
    """None unless it is a family within all limits."""
    if len(text) > 8 * size + 40 * MOST:
        return None
    root, *rest = text.split(".")
    code, numbers = explore_code.unpack(root, size), [_numbers(part) for part in rest]
    if code is None or len(numbers) < 1 or len(numbers) > 1 + MOST or len(numbers[0]) != 1:
        return None
    members = tuple(member for i, told in enumerate(numbers[1:]) if (member := _member(told, i + 1)) is not None)
    if len(members) < len(numbers) - 1 or numbers[0][0] > len(members):
        return None
    return Family(code, members, numbers[0][0])


def _member(numbers: tuple[int, ...], place: int) -> Member | None:
    limits = (place - 1, 100, LAST_SEED, LITTER - 1)
    if len(numbers) != 4 or any(number > limit for number, limit in zip(numbers, limits, strict=True)):
        return None
    return Member(*numbers)


def _numbers(text: str) -> tuple[int, ...]:
    """Whole numbers from 0 with dashes between; () for anything else."""
    parts = text.split("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= 10 for part in parts):
        return ()
    return tuple(int(part) for part in parts)
