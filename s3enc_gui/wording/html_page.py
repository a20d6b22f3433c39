"""What all HTML pages share: self-contained, no script, no font, no external image."""

from __future__ import annotations

from html import escape

from s3enc_gui.i18n import language

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2126; --quiet: #5b6570; --line: #d9dee3;
  --page: #ffffff; --bad: #b3261e; --good: #1a6b35; --edge: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --quiet: #9aa5b1; --line: #39424c;
  --page: #15191d; --bad: #ff8a80; --good: #7bd88f; --edge: #15191d; } }
body { background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, sans-serif;
  max-width: 70rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; }
dt, .quiet { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--quiet);
  font-weight: 600; } th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; } td.n, th.n { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; } td.name { overflow-wrap: anywhere; }
.bar { display: block; width: 100%; height: 1.6rem; margin: .2rem 0 .8rem; }
.bar rect { stroke: var(--edge); stroke-width: 1; vector-effect: non-scaling-stroke; }
.swatch { width: .8rem; height: .8rem; margin-right: .5rem; }
.bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); font-weight: 600; }
code { font: .85em ui-monospace, monospace; color: var(--quiet); }
@media print { body { margin: 0; max-width: none; } }
"""
END = "</body></html>\n"
"""The end of a page."""


def page_start(title: str) -> str:
    """Return the beginning of a page with its heading; the title is escaped."""
    name = escaped(title)
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{name}</title><style>{_STYLE}</style></head><body>\n<h1>{name}</h1>\n"
    )


def escaped(text: str) -> str:
    """Return text as HTML: markup and invisible characters are escaped."""
    seen = "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )
    return escape(seen)


def fact_list(rows: list[tuple[str, str]]) -> str:
    """Return names and values as a list; the lines of a value are kept."""
    inside = "".join(
        f"<dt>{escaped(name)}</dt><dd>{'<br>'.join(map(escaped, value.splitlines()))}</dd>"
        for name, value in rows
    )
    return f"<dl>{inside}</dl>\n"
