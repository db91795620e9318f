"""HTML elements, from content that is HTML already."""

from __future__ import annotations


def element(tag: str, *content: str, css: str = "") -> str:
    """Return an element, with the classes `css` or none."""
    classes = f' class="{css}"' if css else ""
    return f"<{tag}{classes}>{''.join(content)}</{tag}>"


def div(css: str, *content: str) -> str:
    """Return a box."""
    return element("div", *content, css=css)


def span(css: str, *content: str) -> str:
    """Return a part of a line."""
    return element("span", *content, css=css)
