"""Things made once and asked for often: made by the first who asks, and the least wanted go where it gets much."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Remembered:
    """Things by their keys, of no more weight together than `most`; safe to use from many threads at once."""

    def __init__(self, most: int, weigh: Callable[[Any], int] = lambda _: 1) -> None:
        """`weigh` says what a thing counts towards `most`; the thing asked for last stays whatever it weighs."""
        self._most = most
        self._weigh = weigh
        self._made: OrderedDict[object, Any] = OrderedDict()
        self._making: dict[object, threading.Lock] = {}
        self._lock = threading.Lock()

    def keep(self, key: object, make: Callable[[], Any]) -> Any:
        """The thing of that key, made by the first who asks while others wait for it."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._made:
                    return self._made[key]
            thing = make()
            with self._lock:
                self._made[key] = thing
                self._making.pop(key, None)
                self._forget()
            return thing

    def _forget(self) -> None:
        weight = sum(map(self._weigh, self._made.values()))
        while weight > self._most and len(self._made) > 1:
            _, gone = self._made.popitem(last=False)
            weight -= self._weigh(gone)
