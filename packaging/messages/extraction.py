"""Finding the texts of a module that are translated, and the calls that are no literals."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

# How many literals a function begins with; pgettext's first is the context.
FUNCTIONS = {"_": 1, "N_": 1, "text": 1, "ngettext": 2, "text_plural": 2, "pgettext": 2}
_DEFINED_IN = "s3enc_gui.i18n"


@dataclass(frozen=True, slots=True)
class Message:
    """One text; `place` is `file:line`."""

    text: str
    place: str
    line: int
    plural: str = ""
    context: str = ""


def messages_in(source: str, name: str) -> tuple[list[Message], list[str]]:
    """Return the messages of a module, and what is wrong with its calls."""
    tree = ast.parse(source)
    imported = set(_imported(tree))
    messages: list[Message] = []
    problems: list[str] = []
    at_import = set(_at_import(tree))
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        function = call.func.id
        if function not in imported or function not in FUNCTIONS:
            continue
        place, wanted = f"{name}:{call.lineno}", FUNCTIONS[function]
        literals = [one.value for one in call.args[:wanted] if isinstance(one, ast.Constant)]
        texts = [one for one in literals if isinstance(one, str)]
        if len(texts) < wanted:
            problems.append(f"{place}: {function}() needs a literal")
            continue
        if call in at_import and function in ("_", "ngettext", "pgettext"):
            problems.append(f"{place}: {function}() is called at import; use N_() or text()")
        if function == "pgettext":
            messages.append(Message(texts[1], place, call.lineno, context=texts[0]))
        else:
            plural = texts[1] if wanted == 2 else ""
            messages.append(Message(texts[0], place, call.lineno, plural))
    return messages, problems


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == _DEFINED_IN:
            yield from (one.asname or one.name for one in node.names)


def _at_import(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what runs when the module is imported: all but the bodies of functions."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        yield node
        waiting += ast.iter_child_nodes(node)
