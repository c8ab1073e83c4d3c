"""Rate limits as people meet them: a warning first, then one refusal that says how long to wait."""

from adapters.admission import Doorkeeper
from bot.limits import ProcessLimits
from bot.messages import Attachment, Paragraph, Reply, Request
from bot.settings import Settings

ASKED = Request(text="hi", door="telegram", conversation="a")


def keeper(per_minute=4):
    """Return a doorkeeper whose clock stands still."""
    return Doorkeeper(ProcessLimits(lambda: 0.0), Settings(per_minute=per_minute), lambda request: "en")


def test_a_person_is_warned_before_being_refused():
    """Of twenty at once the last five come with a warning, the one after is refused with the time to wait."""
    door = keeper()
    admissions = [door.admit(ASKED) for _ in range(21)]
    assert [bool(one.warning) for one in admissions[:20]] == [False] * 15 + [True] * 5
    assert "4 more messages" in admissions[15].warning
    assert "15 seconds" in admissions[20].refusal.text


def test_a_refusal_is_said_once():
    """Whoever goes on and on hears it once; a door that need not answer may be silent after that."""
    door = keeper()
    refusals = [door.admit(ASKED) for _ in range(25)][20:]
    assert [one.silent for one in refusals] == [False, True, True, True, True]


def test_others_go_on_meanwhile():
    """One person's limit is nobody else's; but a whole group has one as well."""
    door = keeper()
    for _ in range(21):
        door.admit(ASKED)
    assert door.admit(Request(door="telegram", conversation="b")).refusal is None
    crowd = [door.admit(Request(door="telegram", conversation=f"p{n}"), group="g") for n in range(81)]
    assert [one.refusal is None for one in crowd] == [True] * 80 + [False]


def test_a_photo_counts_as_one_each():
    """An album of ten takes ten from the bucket."""
    door = keeper()
    album = Request(door="telegram", conversation="a", attachments=(Attachment("a.jpg", b""),) * 10)
    assert [door.admit(album).refusal is None for _ in range(3)] == [True, True, False]


def test_at_home_there_is_no_limit():
    """The local page and the terminal are the person's own computer."""
    door = keeper(1)
    assert all(door.admit(Request(door="web", conversation="a")).refusal is None for _ in range(50))


def test_a_warning_comes_under_the_answer():
    """The answer stays as it is; the warning is its last line."""
    door = keeper()
    warned = [door.admit(ASKED) for _ in range(20)][-1]
    answer = Reply(blocks=(Paragraph("Answer"),))
    assert warned.added_to(answer).blocks[0] == Paragraph("Answer")
    assert len(warned.added_to(answer).blocks) == 2
