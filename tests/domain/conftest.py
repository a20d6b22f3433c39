from __future__ import annotations

from hypothesis import settings

# The duration of an example depends on the machine.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
