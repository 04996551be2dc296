"""A sequence that is worked out as far as it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from sys import maxsize
from typing import Generic, TypeVar, overload

_T = TypeVar("_T")


class Deferred(Sequence[_T], Generic[_T]):
    """What is worked out as far as it is looked at, and once: most short bulletins need no claim of a release.

    It is equal to the tuple of what it holds, and travels between processes as that.

    >>> Deferred(lambda: [1, 2]) == (1, 2)
    True
    >>> next(iter(Deferred(lambda: (1 // way for way in (1, 0)))))
    1
    """

    __slots__ = ("_coming", "_found", "_make")

    def __init__(self, make: Callable[[], Iterable[_T]]) -> None:
        self._make: Callable[[], Iterable[_T]] | None = make
        self._coming: Iterator[_T] = iter(())
        self._found: Sequence[_T] = ()

    def within(self, around: Callable[[], AbstractContextManager[None]]) -> Deferred[_T]:
        """Give the same, worked out in a context of its own, which may count the time it takes.

        >>> from contextlib import nullcontext
        >>> Deferred(lambda: [1, 2]).within(nullcontext)
        (1, 2)
        """

        def make() -> tuple[_T, ...]:
            with around():
                return self._all()

        return Deferred(make)

    def _find(self, number: int) -> None:
        """Work out so many."""
        if self._make is None:
            return
        found = self._found if isinstance(self._found, list) else []
        try:
            coming = self._coming if found else iter(self._make())
            found += islice(coming, number - len(found))
        except BaseException:
            self._found = ()
            raise
        if len(found) < number:
            self._found, self._make = tuple(found), None
        else:
            self._found, self._coming = found, coming

    def _each(self) -> Iterator[_T]:
        """Yield one after the other, each worked out when it is asked for."""
        place = 0
        while self._make is not None or place < len(self._found):
            if place == len(self._found):
                self._find(place + 1)
            if place < len(self._found):
                yield self._found[place]
            place += 1

    def _all(self) -> tuple[_T, ...]:
        self._find(maxsize)
        return tuple(self._found)

    @overload
    def __getitem__(self, place: int) -> _T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[_T, ...]: ...
    def __getitem__(self, place: int | slice) -> _T | tuple[_T, ...]:
        return self._all()[place]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[_T]:
        return self._each() if self._make is not None else iter(self._found)

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Deferred) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[tuple[_T, ...]], tuple[tuple[_T, ...]]]:
        return tuple, (self._all(),)
