"""What is remembered of a conversation, and that it goes away."""

from bot.memory import Conversation, ProcessMemory


class Clock:
    """A clock that goes when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_conversation_is_remembered_until_it_expires() -> None:
    """After its lifetime there is nothing left."""
    clock = Clock()
    memory = ProcessMemory(clock, lifetime_s=60)
    memory.remember("a", Conversation(platform="virbo"))
    clock.now = 59
    assert memory.recall("a").platform == "virbo"

    clock.now = 61

    assert memory.recall("a") == Conversation()


def test_forget_erases_at_once_and_says_whether_there_was_anything() -> None:
    """The second time there is nothing to erase."""
    memory = ProcessMemory(Clock(), lifetime_s=60)
    memory.remember("a", Conversation(platform="virbo"))

    assert memory.forget("a")
    assert not memory.forget("a")
    assert memory.recall("a") == Conversation()


def test_without_a_key_nothing_is_kept() -> None:
    """A door that gives no key has no memory."""
    memory = ProcessMemory(Clock(), lifetime_s=60)
    memory.remember("", Conversation(platform="virbo"))

    assert memory.recall("") == Conversation()


def test_the_oldest_conversation_makes_room() -> None:
    """Memory is bounded, however many write."""
    memory = ProcessMemory(Clock(), lifetime_s=60, capacity=2)
    for key in "abc":
        memory.remember(key, Conversation(platform=key))

    assert [memory.recall(key).platform for key in "abc"] == ["", "b", "c"]


def test_a_conversation_has_no_room_for_words() -> None:
    """Only ids, a language and where a dialogue stands are held; a field for what people wrote would be a promise broken."""
    assert set(Conversation.__slots__) == {"platform", "passages", "language", "chosen", "step"}
