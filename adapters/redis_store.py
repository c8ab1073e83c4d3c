"""What many processes share through Redis: conversation memory, limits, and who works on which update.

Nothing here holds words: topics, counters and update numbers, under keys that tell nobody who they are, each with an expiry.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from secrets import token_hex
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from adapters.telegram.leases import ATTEMPTS, Claim
from bot.errors import SettingError
from bot.limits import Rate, Spent, taken
from bot.memory import Conversation

_PREFIX = "unexposed:"
#: A person waits for every attempt; a connection that was cut comes back at the second.
_ONCE_MORE = Retry(NoBackoff(), 1)
#: Seconds that an update stays somebody's: long enough for two renewals to fail, short enough that a dead worker's come again soon.
LEASE_S = 7
#: Telegram repeats an update for a day at most.
_DONE_S = 24 * 3600

#: Takes from a bucket in one step, by the clock of Redis, so that processes with other clocks agree.
_SPEND = """
local now = redis.call('TIME'); now = now[1] + now[2] / 1000000
local burst, per_second, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'left', 'then')
local left = math.min(burst, (tonumber(kept[1]) or burst) + (now - (tonumber(kept[2]) or now)) * per_second)
local rest = left
if left >= cost then rest = left - cost end
redis.call('HSET', KEYS[1], 'left', tostring(rest), 'then', tostring(now))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / per_second) + 1)
return tostring(left)
"""

#: Takes an update up: "done" if it was answered, "busy" if somebody has it, else how often it was taken up.
_CLAIM = """
local state = redis.call('GET', KEYS[1])
if state == 'done' then return 'done' end
if state then return 'busy' end
local count = redis.call('INCR', KEYS[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return tostring(count)
"""

_RENEW = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('EXPIRE', KEYS[1], ARGV[2]) end return 0"
_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


def connect(url: str) -> Redis:
    """Return a client; SettingError for an address that is none, or where nobody answers."""
    try:
        client: Redis = Redis.from_url(url, decode_responses=True, socket_timeout=2, socket_connect_timeout=2, retry=_ONCE_MORE)
        client.ping()
    except (RedisError, ValueError) as error:
        said = f"REDIS_URL cannot be used ({type(error).__name__})."
        raise SettingError(said, "It looks like redis://127.0.0.1:6379/0; is the server up?", name="REDIS_URL") from None
    return client


def writes_to_disk(client: Redis) -> bool:
    """Tell whether the server keeps snapshots or an append-only file; False where it does not say (hosted ones often do not)."""
    try:
        told: Any = {**client.config_get("save"), **client.config_get("appendonly")}
    except RedisError:
        return False
    return bool(told.get("save")) or told.get("appendonly") == "yes"


class RedisMemory:
    """Conversations of all processes; Redis lets them go after `lifetime_s` seconds. While Redis is away, nothing is remembered."""

    def __init__(self, client: Redis, lifetime_s: int) -> None:
        self._client = client
        self._lifetime_s = lifetime_s

    def recall(self, key: str) -> Conversation:
        """Return what is kept under `key`, or an empty conversation."""
        try:
            kept: Any = self._client.get(f"{_PREFIX}talk:{key}") if key else None
            return _conversation(json.loads(kept)) if kept else Conversation()
        except (RedisError, ValueError, TypeError):  # away, or written by another version
            return Conversation()

    def remember(self, key: str, conversation: Conversation) -> None:
        """Keep `conversation` under `key` until it expires; the key "" keeps nothing."""
        if key:
            _try(lambda: self._client.set(f"{_PREFIX}talk:{key}", json.dumps(asdict(conversation)), ex=self._lifetime_s))

    def forget(self, key: str) -> bool:
        """Erase what is kept under `key`; tell whether there was anything. RedisError if it could not be erased."""
        return bool(self._client.delete(f"{_PREFIX}talk:{key}"))


def _conversation(kept: dict[str, Any]) -> Conversation:
    return Conversation(**{**kept, "passages": tuple(kept.get("passages", ()))})


class RedisLimits:
    """Buckets of all processes. While Redis is away everybody may go on: an answer matters more than a limit."""

    def __init__(self, client: Redis) -> None:
        self._spend = client.register_script(_SPEND)

    def spend(self, key: str, rate: Rate, cost: float = 1.0) -> Spent:
        """Take `cost` from the bucket of `key`, if it holds that much."""
        try:
            left: Any = self._spend(keys=[f"{_PREFIX}rate:{key}"], args=[rate.burst, rate.per_minute / 60, cost])
        except RedisError:
            return Spent(allowed=True, left=rate.burst, wait_s=0.0)
        return taken(float(left), rate, cost)


class RedisLeases:
    """Who works on which update of a bot: taken up with an expiry, marked done after the answer, so a dead worker's come again.

    bot: its number. RedisError when Redis is away: an update is then answered later.
    """

    def __init__(self, client: Redis, bot: str, lease_s: int = LEASE_S) -> None:
        self._client, self._bot, self._lease_s = client, bot, lease_s
        self._owner = token_hex(8)
        self._claim = client.register_script(_CLAIM)
        self._release = client.register_script(_RELEASE)
        self._renew = client.register_script(_RENEW)

    def claim(self, update_id: int) -> Claim:
        """Take an update up: "mine" to answer; "poison" to apologise for, as it broke its workers before; else leave it alone."""
        keys = [self._key("lease", update_id), self._key("tries", update_id)]
        state = str(self._claim(keys=keys, args=[self._owner, self._lease_s, _DONE_S]))
        if state == "done":
            return "done"
        if state == "busy":
            return "busy"
        return "poison" if int(state) > ATTEMPTS else "mine"

    def renew(self, update_id: int) -> None:
        """Go on holding an update that is still being worked on."""
        self._renew(keys=[self._key("lease", update_id)], args=[self._owner, self._lease_s])

    def finish(self, update_id: int) -> None:
        """Count an update as answered, for all processes."""
        self._client.set(self._key("lease", update_id), "done", ex=_DONE_S)

    def release(self, update_id: int) -> None:
        """Give an update back at once, if it is still this process's."""
        self._release(keys=[self._key("lease", update_id)], args=[self._owner])

    def _key(self, kind: str, update_id: int) -> str:
        return f"{_PREFIX}{kind}:{self._bot}:{update_id}"


def _try(step: Any) -> None:
    try:
        step()
    except RedisError:  # without Redis a conversation is only not remembered
        return
