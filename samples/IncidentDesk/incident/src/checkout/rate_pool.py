"""A fixed pool of connections to the exchange-rate service."""

import queue
import time


class PoolTimeout(Exception):
    """No connection became free in time."""


class RatePool:
    """Hands out connections. Whoever acquires one must release it."""

    def __init__(self, connect, size=10, timeout_seconds=2.0):
        self._free = queue.Queue()
        self._size = size
        self._timeout_seconds = timeout_seconds
        for _ in range(size):
            self._free.put(connect())

    @property
    def in_use(self):
        return self._size - self._free.qsize()

    def acquire(self):
        started = time.monotonic()
        try:
            return self._free.get(timeout=self._timeout_seconds)
        except queue.Empty:
            waited = int((time.monotonic() - started) * 1000)
            raise PoolTimeout(f"no rate connection after {waited} ms") from None

    def release(self, connection):
        self._free.put(connection)
