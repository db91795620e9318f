"""The store in this process: claims are kept once each, and not for ever."""

from __future__ import annotations

from bot.store import MemoryStore


async def test_a_key_is_claimed_once() -> None:
    store = MemoryStore()
    assert await store.claim("a", "b")
    assert not await store.claim("b", "c")
    assert not await store.claim("a")


async def test_the_oldest_claims_are_forgotten_first() -> None:
    store = MemoryStore(max_claims=2)
    for key in ("a", "b", "c"):
        assert await store.claim(key)
    assert not await store.claim("c")
    assert await store.claim("a")
