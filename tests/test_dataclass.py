"""The program's dataclasses behave as the standard library's."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, InitVar, asdict, astuple, field, fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, Generic, TypeVar

import pytest

import s3enc_gui
from s3enc_gui.dataclass import dataclass

T = TypeVar("T")


def define(decorator: Callable[..., Any]) -> SimpleNamespace:
    """Return one class of each kind."""
    frozen = decorator(frozen=True, slots=True)

    @frozen
    class Point:
        """A point."""

        x: int
        y: int = 2
        label: str = field(default="", compare=False, repr=False)
        more: list[int] = field(default_factory=list, hash=False)
        kind: ClassVar[str] = "point"

    @frozen
    class Named(Point):
        name: str = field(kw_only=True)

    @frozen
    class Computed:
        values: tuple[int, ...]
        total: int = field(init=False)
        unit: str = field(init=False, default="B")
        seen: list[int] = field(init=False, default_factory=list, compare=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "total", sum(self.values))

    @frozen
    class Empty:
        pass

    @frozen
    class One:
        value: str

    @frozen
    class Own:
        value: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own) and self.value.lower() == other.value.lower()

        def __repr__(self) -> str:
            return f"<{self.value}>"

    @frozen
    class OwnHash:
        value: str

        def __hash__(self) -> int:
            return 7

    @frozen
    class Box(Generic[T]):
        content: T

    return SimpleNamespace(**{name: one for name, one in locals().items() if inspect.isclass(one)})


OURS, THEIRS = define(dataclass), define(dataclasses.dataclass)

MAKE: dict[str, Callable[[Any], Any]] = {
    "defaults": lambda of: of.Point(1),
    "positional": lambda of: of.Point(1, 3, "a", [4]),
    "by name": lambda of: of.Point(more=[1], x=5),
    "inherited, keyword only": lambda of: of.Named(1, name="n"),
    "computed": lambda of: of.Computed((1, 2)),
    "empty": lambda of: of.Empty(),
    "one": lambda of: of.One("v"),
    "own methods": lambda of: of.Own("V"),
    "own hash": lambda of: of.OwnHash("V"),
    "generic": lambda of: of.Box(3),
}


@pytest.mark.parametrize("name", MAKE)
def test_an_object_is_shown_compared_and_taken_apart_as_the_standard_librarys(name):
    ours, theirs = MAKE[name](OURS), MAKE[name](THEIRS)
    assert repr(ours) == repr(theirs)
    assert asdict(ours) == asdict(theirs)
    assert astuple(ours) == astuple(theirs)
    assert [one.name for one in fields(ours)] == [one.name for one in fields(theirs)]
    assert ours == MAKE[name](OURS)
    assert ours != theirs
    assert hash(ours) == hash(MAKE[name](OURS))
    assert ours.__match_args__ == theirs.__match_args__
    assert type(ours).__slots__ == type(theirs).__slots__
    assert not hasattr(ours, "__dict__")


@pytest.mark.parametrize("name", MAKE)
def test_an_object_is_copied(name):
    one = MAKE[name](OURS)
    assert copy.copy(one) == one
    assert copy.deepcopy(one) == one
    state = one.__reduce_ex__(pickle.HIGHEST_PROTOCOL)[2]
    again = object.__new__(type(one))
    again.__setstate__(state)
    assert again == one
    assert astuple(again) == astuple(one)


@pytest.mark.parametrize("name", MAKE)
def test_an_object_does_not_change(name):
    one = MAKE[name](OURS)
    for attribute in [*(each.name for each in fields(one)), "unknown"]:
        with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{attribute}'"):
            setattr(one, attribute, 1)
        with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{attribute}'"):
            delattr(one, attribute)
    assert one == MAKE[name](OURS)


@pytest.mark.parametrize("name", vars(OURS))
def test_the_parameters_are_those_of_the_standard_library(name):
    def shown(of: SimpleNamespace) -> list[tuple[str, object, bool]]:
        parameters = inspect.signature(getattr(of, name)).parameters.values()
        return [(one.name, one.kind, one.default is not one.empty) for one in parameters]

    assert shown(OURS) == shown(THEIRS)


def test_fields_left_out_of_comparison_and_hash_are_left_out():
    assert OURS.Point(1, label="a") == OURS.Point(1, label="b")
    assert OURS.Point(1, more=[1]) != OURS.Point(1, more=[2])
    assert hash(OURS.Point(1, more=[1])) == hash(OURS.Point(1, more=[2]))
    assert OURS.Own("a") == OURS.Own("A")
    assert OURS.One("a") != OURS.Own("a")
    assert hash(OURS.OwnHash("a")) == 7


def test_each_object_has_its_own_factory_value():
    assert OURS.Point(1).more is not OURS.Point(1).more


def test_a_part_is_replaced():
    assert replace(OURS.Named(1, name="n"), x=4) == OURS.Named(4, name="n")
    with pytest.raises(ValueError, match="init=False"):
        replace(OURS.Computed((1,)), total=4)


@pytest.mark.parametrize(
    ("arguments", "named", "message"),
    [
        ((), {}, r"missing 1 required positional argument: 'x'"),
        ((1, 2, "", [], 5), {}, r"takes from 2 to 5 positional arguments but 6 were given"),
        ((1,), {"z": 1}, r"unexpected keyword argument 'z'"),
    ],
)
def test_wrong_arguments_are_told(arguments, named, message):
    with pytest.raises(TypeError, match=rf"Point.__init__\(\) .*{message}"):
        OURS.Point(*arguments, **named)


def test_the_initializer_is_compiled_for_the_first_object():
    class Base:
        pass

    @dataclass(frozen=True, slots=True)
    class Late(Base):
        value: int

    assert not inspect.isfunction(vars(Late)["__init__"])
    assert Late(1) == Late(value=1)
    assert inspect.isfunction(vars(Late)["__init__"])
    assert Late.__init__.__qualname__.endswith("Late.__init__")


def test_a_wrong_class_is_told_where_it_is_defined():
    with pytest.raises(TypeError, match="'late' follows default argument"):

        @dataclass(frozen=True, slots=True)
        class Unordered:
            early: int = 1
            late: int  # type: ignore[misc]

    with pytest.raises(TypeError, match=r"Given\.extra: InitVar isn't supported"):

        @dataclass(frozen=True, slots=True)
        class Given:
            extra: InitVar[int]


def test_other_dataclasses_are_the_standard_librarys():
    @dataclass
    class Plain:
        value: int

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        value: int

    one = Plain(1)
    one.value = 2
    assert one == Plain(2)
    assert Ordered(1) < Ordered(2)


def test_no_module_takes_the_slow_one():
    root = Path(s3enc_gui.__file__).parent
    slow = [
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "@dataclass(frozen=True, slots=True)" in (text := path.read_text("utf-8"))
        and "from s3enc_gui.dataclass import dataclass" not in text
    ]
    assert slow == []
