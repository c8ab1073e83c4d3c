"""The window of updates: whatever happens in whatever order, nothing is forgotten before it is answered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.polling import LIMIT, fairly, queue_of
from adapters.telegram.window import ATTEMPTS, WINDOW, Window


def test_offset_is_the_oldest_unfinished_else_the_one_after_the_last() -> None:
    """Telegram keeps what is unfinished, and forgets the rest."""
    window = Window()
    assert window.offset is None
    assert window.admit([5, 6, 7]) == (5, 6, 7)
    assert window.offset == 5
    window.finish(6)
    window.finish(5)
    assert window.offset == 7
    window.finish(7)
    assert (window.offset, window.idle) == (8, True)


def test_busy_and_done_are_not_started_again() -> None:
    """A repeated update is passed over while it is worked on, and after it was answered."""
    window = Window()
    window.admit([1, 2])
    window.finish(2)
    assert window.admit([1, 2, 3, 3]) == (3,)


def test_at_most_twenty_are_taken_up_beyond_the_oldest_unfinished() -> None:
    """One slow update holds back what lies more than twenty behind it, until it is finished."""
    window = Window()
    assert len(window.admit(range(100))) == WINDOW + 1
    for update_id in range(1, 15):
        window.finish(update_id)
    assert window.admit(range(100)) == ()
    window.finish(0)
    assert window.admit(range(15, 100)) == tuple(range(WINDOW + 1, 15 + WINDOW + 1))


def test_an_answered_update_that_comes_once_more_is_passed_over() -> None:
    """A repeat that arrives after Telegram was told to forget it is known; one that arrives late for the first time is taken up."""
    window = Window()
    window.admit([5, 7])
    window.finish(5)
    window.finish(7)
    assert window.admit([5, 6, 7, 8]) == (6, 8)
    assert window.offset == 6


def test_the_order_given_decides_and_the_oldest_is_always_taken() -> None:
    """The window fills in the order of fairness; what had no room holds the offset."""
    window = Window()
    admitted = window.admit([1, *range(30, 60), *range(2, 30)])
    assert admitted == (1, *range(30, 30 + WINDOW))
    assert window.offset == 1
    window.finish(1)
    assert window.offset == 2
    assert window.admit([*range(30, 60), *range(2, 30)])[0] == 2


def said(update_id: int, person: int, album: str = "") -> dict:
    """Return the update of a message."""
    about = {"media_group_id": album} if album else {}
    return {"update_id": update_id, "message": {"chat": {"id": person}, "from": {"id": person}, **about}}


def test_everybody_comes_before_anybody_comes_twice() -> None:
    """Each person's first update goes first, then each one's second; an album counts as one."""
    updates = [said(1, 7), said(2, 7), said(3, 7), said(4, 8), said(5, 9, "a"), said(6, 9, "a"), said(7, 9)]
    assert list(fairly(updates)) == [1, 4, 5, 6, 2, 7, 3]


def test_a_broken_worker_gets_the_update_again_three_times_in_all() -> None:
    """An update that breaks its worker stays unfinished and comes again, until it has done so too often."""
    window = Window()
    for attempt in range(1, ATTEMPTS + 1):
        assert window.admit([9]) == (9,)
        assert window.crash(9) is (attempt == ATTEMPTS)
        assert window.offset == 9
    assert window.admit([9]) == ()


def test_what_telegram_no_longer_has_does_not_hold_the_window() -> None:
    """An update that another copy of the bot acknowledged meanwhile is not waited for."""
    window = Window()
    window.admit([1, 2])
    window.crash(1)
    assert window.admit([2, 3]) == (3,)
    assert window.offset == 2


class Chat:
    """Telegram's queue and a process that may be killed: a small model to drive the window with."""

    def __init__(self) -> None:
        self.queue: list[int] = []
        self.answers: list[int] = []
        self.sent = 0
        self.restart()

    def restart(self) -> None:
        self.window, self.busy = Window(), []

    def write(self) -> None:
        self.queue.append(self.sent)
        self.sent += 1

    def poll(self) -> None:
        offset = self.window.offset
        if offset is not None:
            self.queue = [update_id for update_id in self.queue if update_id >= offset]
        self.busy += self.window.admit(self.queue[:LIMIT])

    def answer(self, pick: int) -> None:
        if self.busy:
            update_id = self.busy.pop(pick % len(self.busy))
            self.answers.append(update_id)
            self.window.finish(update_id)

    def crash(self, pick: int) -> None:
        if self.busy:
            update_id = self.busy.pop(pick % len(self.busy))
            if self.window.crash(update_id):
                self.answers.append(update_id)
                self.window.finish(update_id)


@given(st.lists(st.tuples(st.sampled_from(["write", "poll", "answer", "crash", "kill"]), st.integers(0, 30)), max_size=200))
def test_nothing_is_lost_and_a_kill_repeats_at_most_the_window(steps: list[tuple[str, int]]) -> None:
    """Writing, polling, answering, breaking and killing in any order: every update is answered, and a kill repeats at most 21."""
    chat, kills = Chat(), 0
    for step, pick in steps:
        match step:
            case "write":
                chat.write()
            case "poll":
                chat.poll()
            case "answer":
                chat.answer(pick)
            case "crash":
                chat.crash(pick)
            case "kill":
                chat.restart()
                kills += 1
    while chat.queue:
        chat.poll()
        chat.answer(0)
    assert set(chat.answers) == set(range(chat.sent))
    assert len(chat.answers) - chat.sent <= kills * (WINDOW + 1)


def test_messages_of_one_person_wait_for_each_other_and_presses_do_not() -> None:
    """A person's messages in one chat share a queue; a pressed button and a malformed update have their own."""
    message = {"chat": {"id": 3}, "from": {"id": 4}}
    assert queue_of({"update_id": 1, "message": message}) == queue_of({"update_id": 2, "message": message}) == (3, 4)
    assert queue_of({"update_id": 1, "message": {"chat": {"id": 3}}}) == (3, 0)
    for odd in ({"callback_query": {}}, {"message": 5}, {"message": {"chat": {"id": {}}}}):
        assert queue_of({"update_id": 8, **odd}) == (0, 8)
