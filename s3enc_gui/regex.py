"""`regex`: as `re.compile`, for constants of modules, but compiled when it is first used.

A command loads some 70 of them and uses ten; compiling one takes 0.1 to 1 ms (decision 29).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as regex
else:

    class regex:
        """What `re.compile(pattern, flags)` returns, made late."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self.pattern, self._flags = pattern, flags

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a method, or a property
            value = getattr(re.compile(self.pattern, self._flags), name)
            setattr(self, name, value)  # it is found without this method from now on
            return value


__all__ = ["regex"]
