"""The traceback of an exception, with and without the names that its messages contain."""

from __future__ import annotations

from collections.abc import Iterator
from traceback import StackSummary, walk_tb

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.problem_reports.report import short_path

_MOST = 10  # exceptions of a chain


def exception_text(error: BaseException, *, names: bool) -> str:
    """Return the chain of exceptions, the first one first. Without `names`: no messages."""
    parts = ["\n".join(_one(one, names=names)) for one in _chain(error)]
    return "\n\nDuring the handling of it:\n\n".join(parts)


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain and len(chain) < _MOST:
        chain.insert(0, one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return chain


def _one(error: BaseException, *, names: bool) -> Iterator[str]:
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):"
        for frame in StackSummary.extract(walk_tb(error.__traceback__), lookup_lines=False):
            yield f'  File "{short_path(frame.filename)}", line {frame.lineno}, in {frame.name}'
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if names:
        yield f"{name}: {_message(error)}"
    else:
        yield f"{name}{_code(error)}"
    for inner in getattr(error, "exceptions", ()):  # of a group
        if isinstance(inner, BaseException):
            yield from _one(inner, names=names)


def _message(error: BaseException) -> str:
    """Return its message; an exception may fail to say it."""
    try:
        return str(error)
    except Exception as other:  # noqa: BLE001 - whatever its __str__ raises
        return f"({type(other).__name__} while its message was read)"


def _code(error: BaseException) -> str:
    """Return what its message says that can't be a name."""
    if isinstance(error, AppError):
        return f" [{error.code}]" if error.code else ""
    if isinstance(error, OSError) and isinstance(error.errno, int):
        return f" [Errno {error.errno}]"
    return ""
