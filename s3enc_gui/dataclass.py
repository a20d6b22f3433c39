"""`dataclass`, as the standard library's, but quick to define where it is frozen and has slots.

The standard library compiles the source of six methods for each frozen class, which was a third of
the time of importing this program (decision 31). Here the methods of frozen classes with slots are
shared, and only `__init__` is compiled, when the first object is made: most classes have none in a
run. The classes behave the same: `fields`, `replace`, `asdict`, `field(...)`, `__post_init__`,
inheritance, copying and pickling work. Not supported is `InitVar`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type[Any] | None = None, /, **options: bool) -> object:
        """Return the class, or its decorator. The options are those of the standard library."""
        if options == {"frozen": True, "slots": True}:
            return _frozen
        return dataclasses.dataclass(cls, **options)


_FACTORY: Any = object()  # the default of a parameter whose field has a default_factory


def _frozen(cls: type[Any]) -> type[Any]:
    own = set(cls.__dict__)
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__  # else the signature is looked up for it
    cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = dataclasses.fields(cls)
    methods: dict[str, Any] = {
        "__init__": _Init(cls, fields),
        "__eq__": _eq(_values([field for field in fields if field.compare])),
        "__hash__": _hash(_values([field for field in fields if _is_hashed(field)])),
        "__repr__": _repr([field.name for field in fields if field.repr]),
        "__getstate__": _getstate,
        "__setstate__": _setstate,
        "__setattr__": _setattr,
        "__delattr__": _delattr,
    }
    if "__eq__" in own and cls.__dict__["__hash__"] is None:
        own.discard("__hash__")  # Python's, as the class compares in its own way
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    return cls


class _Init:
    """Stands for `__init__` until it is asked for; then that is compiled, and takes its place."""

    __slots__ = ("_cls", "_fields")

    def __init__(self, cls: type[Any], fields: tuple[Field[Any], ...]) -> None:
        _check(cls, fields)
        self._cls, self._fields = cls, fields

    def __get__(self, instance: object, owner: type[Any]) -> Callable[..., None]:
        init = _init(self._cls, self._fields)
        self._cls.__init__ = init
        bound: Callable[..., None] = init.__get__(instance, owner)
        return bound


def _check(cls: type[Any], fields: tuple[Field[Any], ...]) -> None:
    """Raise TypeError now, not when the first object is made."""
    for name, one in cls.__dataclass_fields__.items():
        if "InitVar" in str(one.type):
            raise TypeError(f"{cls.__name__}.{name}: InitVar isn't supported")
    has_default = False
    for one in fields:
        if one.init and not one.kw_only:
            if one.default is not MISSING or one.default_factory is not MISSING:
                has_default = True
            elif has_default:
                raise TypeError(f"non-default argument {one.name!r} follows default argument")


def _init(cls: type[Any], fields: tuple[Field[Any], ...]) -> Callable[..., None]:
    names: dict[str, Any] = {"_FACTORY": _FACTORY}
    positional, by_name, lines = ["self"], list[str](), list[str]()
    for field in fields:
        name, value = field.name, field.name
        parameter = name
        if field.default is not MISSING:
            names[f"_default_{name}"] = field.default
            parameter = f"{name}=_default_{name}"
            value = name if field.init else f"_default_{name}"
        elif field.default_factory is not MISSING:
            names[f"_factory_{name}"] = field.default_factory
            parameter = f"{name}=_FACTORY"
            value = f"_factory_{name}()"
            if field.init:
                value = f"{value} if {name} is _FACTORY else {name}"
        elif not field.init:
            continue
        if field.init:
            (by_name if field.kw_only else positional).append(parameter)
        names[f"_set_{name}"] = getattr(cls, name).__set__  # of the slot, past __setattr__
        lines.append(f" _set_{name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    parameters = ", ".join([*positional, *(["*", *by_name] if by_name else [])])
    exec("\n".join([f"def __init__({parameters}):", *lines, " return None"]), names)  # noqa: S102
    init: Callable[..., None] = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__module__ = cls.__module__
    return init


def _is_hashed(field: Field[Any]) -> bool:
    return field.compare if field.hash is None else field.hash


def _values(fields: list[Field[Any]]) -> Callable[[Any], Any]:
    """Return a function for the values of an object's fields, to compare and to hash them."""
    return attrgetter(*(field.name for field in fields)) if fields else lambda _one: ()


def _eq(values: Callable[[Any], Any]) -> Callable[[Any, object], bool]:
    def __eq__(self: Any, other: object) -> bool:  # noqa: ANN401
        if other.__class__ is self.__class__:
            return bool(values(self) == values(other))
        return NotImplemented

    return __eq__


def _hash(values: Callable[[Any], Any]) -> Callable[[Any], int]:
    def __hash__(self: Any) -> int:  # noqa: ANN401
        return hash(values(self))

    return __hash__


def _repr(names: list[str]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:  # noqa: ANN401
        shown = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        return f"{self.__class__.__qualname__}({shown})"

    return __repr__


def _getstate(self: Any) -> list[Any]:  # noqa: ANN401
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:  # noqa: ANN401
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


def _setattr(self: Any, name: str, value: object) -> None:  # noqa: ANN401
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> None:  # noqa: ANN401
    raise FrozenInstanceError(f"cannot delete field {name!r}")
