"""HTML that cannot be broken by what people wrote: whatever is not Markup is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


class Markup(str):
    """Text that is HTML already. Only `tag`, `void` and `joined` make it."""

    __slots__ = ()


def tag(name: str, /, *content: str, **attributes: str | None) -> Markup:
    """`tag("p", "a < b", class_="note")`: an element around its content; attributes that are None are left out."""
    return Markup(f"<{name}{_written(attributes)}>{joined(content)}</{name}>")


def void(name: str, /, **attributes: str | None) -> Markup:
    """An element that has no content."""
    return Markup(f"<{name}{_written(attributes)}>")


def joined(parts: Iterable[str]) -> Markup:
    """One after the other."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], label: str) -> Markup:
    """A table whose first column names its rows; on a narrow screen it scrolls in itself."""
    titles = joined(tag("th", word, scope="col") for word in head)
    body = joined(tag("tr", tag("th", first, scope="row"), *(tag("td", cell) for cell in rest))
                  for first, *rest in rows)
    whole = tag("table", tag("thead", tag("tr", titles)), tag("tbody", body))
    return tag("div", whole, class_="table", tabindex="0", role="region", aria_label=label)


def section(title: str, *content: str, name: str) -> Markup:
    """A part of the page with its heading, to which `#name` leads."""
    return tag("section", tag("h2", title), *content, id=name)


def _written(attributes: dict[str, str | None]) -> str:
    return "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
                   for name, value in attributes.items() if value is not None)
