"""AppError: the error that users see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from s3enc_gui.i18n import AnyText, text, untranslated
from s3enc_gui.regex import regex

if TYPE_CHECKING:
    from s3enc_gui.domain.denial import Denial

T = TypeVar("T")

_OPTION = regex(r" \([^()]*--\w[^()]*\)")  # (--region), (without --no-sign-request)


def without_options(message: str) -> str:
    """Return a message without the options of commands in its parentheses, as windows say it."""
    return _OPTION.sub("", message)


class AppError(Exception):
    """A failure: what happened, what the server or system reported, what to do about it.

    Texts are translated when they are read; a plain `str` is shown as is. `code` is the server's
    error code (`NoSuchBucket`, `KMS.DisabledException`), an errno name or empty; callers compare
    it, users search for it. `denial` is the request that wasn't allowed, for the administrator's
    text; equal errors may be about different requests.
    """

    def __init__(
        self,
        title: AnyText,
        detail: AnyText = "",
        hint: AnyText = "",
        code: str = "",
        *,
        denial: Denial | None = None,
    ) -> None:
        super().__init__(title)
        self.texts = title, detail, hint
        self.code = code
        self.denial = denial

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
        """What the user can do about it, in sentences, without the names of options."""
        return without_options(self.command_hint)

    @property
    def command_hint(self) -> str:
        """What the user of a command can do: with its options, in parentheses with dashes."""
        return str(self.texts[2])

    @property
    def message(self) -> str:
        """The whole message in sentences, as a window says it."""
        return " ".join(part for part in (f"{self.title}.", self.detail, self.hint) if part)

    def rewritten(self, title: AnyText, detail: AnyText = "", hint: AnyText = "") -> AppError:
        """Return the same error in other words, of the same request."""
        return AppError(title, detail, hint, self.code, denial=self.denial)

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
        hint = f" {self.command_hint}" if self.command_hint else ""
        return f"{self.title}{code}.{detail}{hint}"

    @property
    def source(self) -> AppError:
        """The error in the source language: for records and other programs."""
        title, detail, hint = map(untranslated, self.texts)
        return self.rewritten(title, detail, hint)

    def _parts(self) -> tuple[str, str, str, str]:
        return (self.title, self.detail, self.command_hint, self.code)


UNEXPECTED = "InternalError"
"""The code of a bug in S3enc; S3 uses the same code for its own errors."""


def unexpected(error: BaseException) -> AppError:
    """Return the AppError for an exception that nothing in the program expected."""
    return AppError(
        text("Something went wrong inside S3enc"),
        f"{type(error).__name__}: {error}",
        text("This is a bug in S3enc."),
        code=UNEXPECTED,
    )


def raised(check: Callable[[T], None], value: T) -> Iterator[AppError]:
    """Yield the AppError that a check of a value raises, if it does."""
    try:
        check(value)
    except AppError as error:
        yield error


class Cancelled(BaseException):
    """The user canceled; what was started has been undone.

    Not an Exception, like asyncio's CancelledError: libraries must not catch it (botocore retries
    and wraps every Exception that a body raises).
    """
