"""What the log says of a failure: its kind, its place and its cause, and none of its words."""

import io
import json

import pytest
import structlog

from app.core.logs import _chain, _where_it_happened, configure
from app.core.settings import Settings

SECRET = "900101-1234567"


class SpilledError(RuntimeError):
    """A failure whose words hold what a caller sent."""


def spill(because=None):
    raise SpilledError(SECRET) from because


def spill_during(error):
    try:
        raise error
    except type(error):
        raise SpilledError(SECRET)  # noqa: B904 -- what it is raised during is what is tried


def caught(raising, *given):
    with pytest.raises(SpilledError) as raised:
        raising(*given)
    return raised.value


def told(error):
    return _where_it_happened(None, "error", {"event": "unexpected", "exc_info": error})


def test_a_failure_is_told_by_its_kind_and_the_frames_it_passed():
    event = told(caught(spill))

    (line,) = event["exception"]
    kind, *frames = line.split(" < ")
    assert kind.endswith(".SpilledError")
    assert frames[0].startswith(__file__)
    assert frames[0].endswith(" spill")


def test_the_innermost_frame_stands_first():
    def outer():
        inner()

    def inner():
        raise SpilledError(SECRET)

    with pytest.raises(SpilledError) as raised:
        outer()

    names = [frame.split()[-1] for frame in told(raised.value)["exception"][0].split(" < ")[1:]]
    assert names[:2] == ["inner", "outer"]


@pytest.mark.parametrize(
    ("error", "kinds"),
    [
        (caught(spill, ValueError(SECRET)), ["SpilledError", "builtins.ValueError"]),
        (caught(spill_during, KeyError(SECRET)), ["SpilledError", "builtins.KeyError"]),
        (caught(spill), ["SpilledError"]),
    ],
    ids=["cause", "context", "alone"],
)
def test_what_caused_it_is_told_after_it(error, kinds):
    lines = told(error)["exception"]

    assert [line.split(" < ")[0].rpartition("test_log_lines.")[2] for line in lines] == kinds


@pytest.mark.parametrize(
    "error",
    [caught(spill), caught(spill, ValueError(SECRET)), caught(spill_during, KeyError(SECRET))],
)
def test_none_of_its_words_are_told(error):
    assert SECRET not in json.dumps(told(error))


def test_failures_that_name_each_other_as_their_cause_are_told_once_each():
    first, second = SpilledError("a"), SpilledError("b")
    first.__cause__, second.__cause__ = second, first

    assert _chain(first) == [first, second]
    assert _chain(None) == []


def test_a_cause_that_was_given_goes_before_one_that_happened():
    error = caught(spill_during, KeyError("context"))
    error.__cause__ = ValueError("cause")

    assert [type(one) for one in _chain(error)] == [SpilledError, ValueError]


@pytest.mark.parametrize("nothing", [None, True, False, 0])
def test_a_line_without_a_failure_tells_of_none(nothing):
    event = _where_it_happened(None, "info", {"event": "request", "exc_info": nothing})

    assert event == {"event": "request"}


@pytest.fixture
def lines(monkeypatch):
    """Log with chosen settings and return what was written: ``lines(log_level="INFO")``."""
    kept = structlog.get_config()
    out = io.StringIO()

    def written(**chosen):
        configure(Settings(**chosen))
        log = structlog.get_logger("test")
        monkeypatch.setattr("sys.stdout", out)
        for level in ("debug", "info", "warning", "error"):
            getattr(log, level)(f"said at {level}", name="홍보")
        log.error("failed", exc_info=caught(spill))
        return out.getvalue().splitlines()

    yield written
    structlog.configure(**kept)


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("INFO", ["info", "warning", "error", "error"]),
        ("WARNING", ["warning", "error", "error"]),
        ("ERROR", ["error", "error"]),
    ],
)
def test_nothing_below_the_chosen_level_is_logged(lines, level, said):
    found = [json.loads(line) for line in lines(log_level=level)]

    assert [one["level"] for one in found] == said
    assert all(one["timestamp"].endswith("Z") for one in found)


def test_korean_stands_in_the_log_as_it_is_read(lines):
    assert '"홍보"' in lines(log_level="ERROR")[0]


def test_the_words_of_a_failure_are_logged_for_a_developer_only(lines):
    assert SECRET in "\n".join(lines(log_level="DEBUG"))


def test_the_words_of_a_failure_are_not_logged_at_any_other_level(lines):
    for level in ("INFO", "WARNING", "ERROR"):
        assert SECRET not in "\n".join(lines(log_level=level))
