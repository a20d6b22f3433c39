"""The one error a user ever sees."""

from __future__ import annotations

from s3enc_gui.i18n import AnyText, text


class AppError(Exception):
    """A failure: what happened, what the server or system reported, what to do about it.

    Texts are translated when they are read; a plain `str` is shown as it is. `code` is the server's
    own error code (`NoSuchBucket`, `KMS.DisabledException` …), an errno name or empty: programs
    match on it, people search for it.
    """

    def __init__(
        self, title: AnyText, detail: AnyText = "", hint: AnyText = "", code: str = ""
    ) -> None:
        super().__init__(title)
        self.texts = title, detail, hint
        self.code = code

    @property
    def title(self) -> str:
        """What happened, without a full stop."""
        return str(self.texts[0])

    @property
    def detail(self) -> str:
        """What the server or the system reported, in sentences."""
        return str(self.texts[1])

    @property
    def hint(self) -> str:
        """What the user can do about it, in sentences."""
        return str(self.texts[2])

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
"""The code of a bug in S3enc; S3 uses the same code for its own."""


def unexpected(error: BaseException) -> AppError:
    """Return the AppError for an exception that nothing in the program expected."""
    return AppError(
        text("Something went wrong inside S3enc"),
        f"{type(error).__name__}: {error}",
        text("This is a bug in S3enc."),
        code=UNEXPECTED,
    )


class Cancelled(BaseException):
    """The user asked to stop; whatever was begun has been undone.

    Like asyncio's CancelledError no Exception: libraries between us (botocore retries and wraps
    every Exception that a body raises) must let it pass.
    """
