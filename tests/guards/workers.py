"""Order among the workers of a run (`pytest -n 2`): long files first, measurements alone.

`@pytest.mark.alone`: measures time on the wall; while it runs, no other worker runs a test.
`pytestmark = pytest.mark.long`: a file that takes a quarter of a minute or more. It is begun first,
so that at the end no worker is busy with it while the others have nothing left.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

_FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known."""
    config.addinivalue_line("markers", "alone: no other worker runs a test meanwhile")
    config.addinivalue_line("markers", "long: among the files that are begun first")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first; pytest-randomly has shuffled before, and xdist keeps the order."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Find the folder that all workers of this run share."""
    if hasattr(session.config, "workerinput"):
        own: Path = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        session.config.stash[_FOLDER] = own.parent


# Outside of everything, pytest-timeout's clock too: waiting for the others does not count.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test in, when it may come in."""
    folder = item.config.stash.get(_FOLDER, None)
    if folder is None:
        return (yield)
    with inside(folder, alone=item.get_closest_marker("alone") is not None):
        return (yield)


@contextmanager
def inside(folder: Path, *, alone: bool) -> Iterator[None]:
    """Be inside, with others who are not alone; or `alone`, when all others have left.

    Whoever is to be alone keeps the door shut while waiting, or new ones would come in for ever.
    """
    with _open(folder / "door.lock") as door, _open(folder / "room.lock") as room:
        _lock(door)
        _lock(room, shared=not alone)
        if not alone:
            _unlock(door)
        yield  # closing the files gives both back


def _open(file: Path) -> IO[bytes]:
    return file.open("ab")


if sys.platform == "win32":
    # Nothing here locks shared: measurements have company, and may take another try.
    def _lock(file: IO[bytes], *, shared: bool = False) -> None: ...
    def _unlock(file: IO[bytes]) -> None: ...
else:
    import fcntl

    def _lock(file: IO[bytes], *, shared: bool = False) -> None:
        fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
