"""Operations on a hostile server, and checks of their results against what it stores."""

from __future__ import annotations
