"""The one error a user ever sees."""

from __future__ import annotations


class AppError(Exception):
    """A failure in words: what happened, what the server or system said, what to do about it.

    `code` is the server's own error code (`NoSuchBucket`, `KMS.DisabledException` …), an errno name
    or empty: programs match on it, people search for it.
    """

    def __init__(self, title: str, detail: str = "", hint: str = "", code: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint
        self.code = code

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AppError) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return f"AppError{self._parts()!r}"

    def __str__(self) -> str:
        """Return the whole message on one line, for logs and the terminal."""
        code = f" [{self.code}]" if self.code else ""
        detail = f" {self.detail}" if self.detail else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.title}{code}.{detail}{hint}"

    def _parts(self) -> tuple[str, str, str, str]:
        return (self.title, self.detail, self.hint, self.code)


UNEXPECTED = "InternalError"
"""The code of a mistake of the program's own; S3 calls its own mistakes so, too."""


def unexpected(error: BaseException) -> AppError:
    """Return a mistake of the program's own in words."""
    return AppError(
        "Something went wrong inside S3enc",
        f"{type(error).__name__}: {error}",
        "This is a mistake in the program.",
        code=UNEXPECTED,
    )


class Cancelled(BaseException):
    """The user asked to stop; whatever was begun has been undone.

    Like asyncio's CancelledError no Exception: libraries between us (botocore retries and wraps
    every Exception that a body raises) must let it pass.
    """
