"""How much one person may ask for; the same in one process and, through Redis, in many."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from redis_server import MISSING, PROGRAM, redis_server

from adapters.redis_store import RedisLeases, RedisLimits, RedisMemory, connect, writes_to_disk
from adapters.telegram.leases import ATTEMPTS, ProcessLeases
from bot.errors import SettingError
from bot.limits import ProcessLimits, Rate
from bot.memory import Conversation

needs_redis = pytest.mark.skipif(PROGRAM is None, reason=MISSING)


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def address():
    """The address of a real Redis."""
    if PROGRAM is None:
        pytest.skip(MISSING)
    with redis_server() as found:
        yield found


@pytest.fixture
def client(address):
    """A client of an empty Redis."""
    made = connect(address)
    made.flushall()
    yield made
    made.close()


@pytest.fixture(params=["process", pytest.param("redis", marks=needs_redis)])
def limits(request):
    """Both kinds of limits."""
    if request.param == "process":
        return ProcessLimits(time.monotonic)
    return RedisLimits(request.getfixturevalue("client"))


def test_a_bucket_gives_what_it_holds_and_then_asks_to_wait(limits):
    """Three fit; the fourth is refused, and hears when one fits again."""
    rate = Rate(burst=3, per_minute=1)
    given_out = [limits.spend("a", rate) for _ in range(4)]
    assert [spent.allowed for spent in given_out] == [True, True, True, False]
    assert 50 < given_out[3].wait_s <= 60


def test_one_persons_bucket_is_not_anothers(limits):
    """Whoever asks too much stands in nobody else's way."""
    rate = Rate(burst=1, per_minute=1)
    limits.spend("a", rate)
    assert not limits.spend("a", rate).allowed
    assert limits.spend("b", rate).allowed


def test_a_bucket_fills_again(limits):
    """After a while there is room again."""
    rate = Rate(burst=1, per_minute=600)
    limits.spend("a", rate)
    time.sleep(0.15)
    assert limits.spend("a", rate).allowed


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 5)), max_size=40), st.floats(1, 20), st.floats(0.1, 100))
def test_never_more_than_the_bucket_and_what_came_back(steps, burst, per_minute):
    """Over any time, no more is given than fitted at first plus what came back since."""
    clock, given_out = Clock(), 0.0
    limits = ProcessLimits(clock)
    for wait, cost in steps:
        clock.now += wait
        given_out += cost if limits.spend("a", Rate(burst, per_minute), cost).allowed else 0
        assert given_out <= burst + clock.now * per_minute / 60 + 1e-6


def test_old_buckets_go_so_that_memory_stays_small():
    """Beyond the capacity, the bucket untouched longest is dropped."""
    limits, rate = ProcessLimits(Clock(), capacity=2), Rate(1, 0.001)
    for key in "abc":
        limits.spend(key, rate)
    assert limits.spend("a", rate).allowed
    assert not limits.spend("c", rate).allowed


def test_memory_is_shared_and_expires(client):
    """What one process remembers another recalls; Redis lets it go by itself."""
    one, other = RedisMemory(client, 60), RedisMemory(client, 60)
    talk = Conversation("virbo", ("guides/en/a#b",), "de", chosen=True, step="3")
    one.remember("key", talk)
    assert other.recall("key") == talk
    assert 0 < client.ttl("unexposed:talk:key") <= 60
    assert (other.forget("key"), other.forget("key"), one.recall("key")) == (True, False, Conversation())


def test_a_redis_that_writes_to_disk_is_noticed(client):
    """`unexposed doctor` warns of snapshots and append-only files."""
    assert not writes_to_disk(client)
    client.config_set("save", "60 1")
    assert writes_to_disk(client)
    client.config_set("save", "")


def test_memory_of_another_version_is_no_harm(client):
    """What cannot be read counts as nothing."""
    client.set("unexposed:talk:key", '{"from": "the future"}')
    client.set("unexposed:talk:other", "no json")
    assert RedisMemory(client, 60).recall("key") == RedisMemory(client, 60).recall("other") == Conversation()


def test_without_redis_people_are_still_answered():
    """While Redis is away nothing is remembered and nobody is limited."""
    away = Redis(host="127.0.0.1", port=9, socket_connect_timeout=0.2, retry=Retry(NoBackoff(), 0))
    memory = RedisMemory(away, 60)
    memory.remember("key", Conversation("virbo"))
    assert memory.recall("key") == Conversation()
    assert RedisLimits(away).spend("a", Rate(1, 1)).allowed
    away.close()


def test_an_update_is_one_workers_until_it_is_done(client):
    """A second worker leaves alone what the first has, and what is answered."""
    one, other = RedisLeases(client, "bot"), RedisLeases(client, "bot")
    assert (one.claim(1), other.claim(1)) == ("mine", "busy")
    one.finish(1)
    assert (one.claim(1), other.claim(1)) == ("done", "done")


def test_a_dead_workers_update_comes_again(client):
    """A lease that runs out lets another worker have it; one given back is free at once, but only by its owner."""
    one, other = RedisLeases(client, "bot", lease_s=1), RedisLeases(client, "bot", lease_s=1)
    one.claim(1)
    other.release(1)
    assert other.claim(1) == "busy"
    time.sleep(1.1)
    assert other.claim(1) == "mine"
    other.release(1)
    assert one.claim(1) == "mine"


@pytest.fixture(params=["process", pytest.param("redis", marks=needs_redis)])
def worker(request):
    """Both kinds of leases."""
    return ProcessLeases() if request.param == "process" else RedisLeases(request.getfixturevalue("client"), "bot")


def test_an_update_is_answered_once(worker):
    """While it is worked on, and after it was answered, it is left alone."""
    assert (worker.claim(1), worker.claim(1)) == ("mine", "busy")
    worker.finish(1)
    assert worker.claim(1) == "done"


def test_an_update_that_breaks_its_workers_ends_with_an_apology(worker):
    """After three claims without an answer, the next says that it is poison."""
    claims = []
    for _ in range(ATTEMPTS + 1):
        claims.append(worker.claim(1))
        worker.release(1)
    assert claims == ["mine"] * ATTEMPTS + ["poison"]


@pytest.mark.parametrize("url", ["http://x", "redis://127.0.0.1:9/0", "nonsense"])
def test_an_address_without_redis_is_told_at_once(url):
    """A wrong REDIS_URL names the setting and says what one looks like."""
    with pytest.raises(SettingError, match="redis://"):
        connect(url)
