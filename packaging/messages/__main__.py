"""Extract the texts of the program into its catalog, and check the translations.

    python packaging/messages [--check]

Writes `s3enc_gui/locale/s3enc.pot`; with `--check` only tells whether that would change. Exit
status 1 where a text is no literal, a placeholder has no name, or a translation's placeholders
differ from those of its message.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from extraction import Message, messages_in
from placeholders import fields

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "s3enc_gui"
DESKTOP = ROOT / "packaging" / "desktop"  # names and descriptions in menus
TEMPLATE = PACKAGE / "locale" / "s3enc.pot"


def main() -> int:
    """Extract, check, and write."""
    parser = argparse.ArgumentParser(prog="packaging/messages")
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--package", type=Path, default=PACKAGE, help="the folder to extract from")
    arguments = parser.parse_args()
    messages, problems = _extract(arguments.package)
    if arguments.package == PACKAGE:
        more, wrong = _extract(DESKTOP)
        messages, problems = messages + more, problems + wrong
    problems += [problem for path in _translations() for problem in _differences(path)]
    template = _template(messages)
    if arguments.package == PACKAGE:
        if not arguments.check:
            TEMPLATE.parent.mkdir(exist_ok=True)
            TEMPLATE.write_bytes(template)
        elif not TEMPLATE.exists() or TEMPLATE.read_bytes() != template:
            problems.append(f"{TEMPLATE.relative_to(ROOT)} is not current: run `make messages`")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(messages)} messages")
    return 1 if problems else 0


def _extract(package: Path) -> tuple[list[Message], list[str]]:
    messages: list[Message] = []
    problems: list[str] = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package.parent).as_posix()
        found, wrong = messages_in(path.read_text(encoding="utf-8"), name)
        messages += found
        problems += wrong
    for message in messages:
        singular, plural = fields(message.text), fields(message.plural or message.text)
        if "" in singular | plural:
            problems.append(f"{message.place}: a placeholder without a name: {message.text!r}")
        if singular - {"count"} != plural - {"count"}:
            problems.append(f"{message.place}: the plural has other placeholders")
    return messages, problems


def _template(messages: list[Message]) -> bytes:
    catalog = Catalog(project="S3enc", charset="utf-8", fuzzy=False, header_comment="# S3enc")
    for message in sorted(messages, key=lambda one: (one.place.rpartition(":")[0], one.line)):
        key = (message.text, message.plural) if message.plural else message.text
        file = message.place.rpartition(":")[0]
        catalog.add(key, locations=[(file, 0)], context=message.context or None)
    output = BytesIO()
    write_po(output, catalog, omit_header=True, include_lineno=False, width=100)
    return output.getvalue()


def _translations() -> Iterator[Path]:
    yield from sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/*.po"))


def _differences(path: Path) -> Iterator[str]:
    """Yield the translations that have other placeholders than their messages."""
    with path.open("rb") as file:
        catalog = read_po(file)
    for message in catalog:
        if not message.id or not message.string:
            continue
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = {name for one in originals for name in fields(one)}
        required = set.intersection(*(fields(one) for one in originals))
        for form in filter(None, forms):
            if not required <= fields(form) <= allowed:
                yield f"{path.relative_to(ROOT)}: other placeholders: {form!r}"


if __name__ == "__main__":
    sys.exit(main())
