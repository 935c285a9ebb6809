"""What can be set from outside: by name, within bounds, once, and without telling secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.core.settings import Settings, settings

BOUNDS = [
    ("pool_size", 1, 200),
    ("threads", 1, 200),
    ("busy_timeout_ms", 0, None),
    ("statement_timeout_ms", 100, None),
    ("max_body_bytes", 1_000, None),
    ("max_upload_bytes", 1_000, None),
    ("max_upload_rows", 1, None),
    ("max_waiting", 1, None),
    ("requests_per_minute_address", 0, None),
    ("requests_per_minute_token", 0, None),
    ("drain_seconds", 0, 5),
    ("sweep_hours", 0, 168),
    ("session_idle_minutes", 1, 1_440),
    ("session_hours", 1, 720),
]


def is_taken(**chosen):
    try:
        Settings(**chosen)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(("name", "least", "most"), BOUNDS)
def test_a_number_is_taken_up_to_its_bounds_and_not_beyond(name, least, most):
    assert is_taken(**{name: least})
    assert not is_taken(**{name: least - 1})
    if most is not None:
        assert is_taken(**{name: most})
        assert not is_taken(**{name: most + 1})


@pytest.mark.parametrize("name", ["request_seconds", "upload_seconds"])
@pytest.mark.parametrize(("seconds", "taken"), [(0.001, True), (0, False), (-1, False)])
def test_a_time_limit_is_a_time(name, seconds, taken):
    assert is_taken(**{name: seconds}) is taken


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("log_level", "TRACE"),
        ("log_level", "info"),
        ("log_format", "xml"),
        ("pool_size", "many"),
        ("public_reports", "maybe"),
        ("masthead", "가" * 201),
    ],
)
def test_a_word_that_means_nothing_stops_the_service_before_it_starts(monkeypatch, name, word):
    monkeypatch.setenv(f"IEUM_{name.upper()}", word)

    with pytest.raises(ValidationError) as refusal:
        Settings()

    assert [error["loc"] for error in refusal.value.errors()] == [(name,)]


@given(rows=st.integers(1, 10**6))
def test_what_stands_in_the_environment_is_what_is_set(rows):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("IEUM_MAX_UPLOAD_ROWS", str(rows))
        patched.setenv("ieum_threads", "3")
        patched.setenv("MAX_BODY_BYTES", "5000")

        found = Settings()

    assert (found.max_upload_rows, found.threads) == (rows, 3)
    assert found.max_body_bytes == Settings.model_fields["max_body_bytes"].default


def test_variables_of_others_are_no_settings(monkeypatch):
    monkeypatch.setenv("IEUM_NO_SUCH_SETTING", "1")

    assert not hasattr(Settings(), "no_such_setting")


@pytest.mark.parametrize("name", ["database_url", "metrics_token", "threads"])
def test_nothing_is_set_any_more_once_the_service_runs(name):
    with pytest.raises(ValidationError, match="frozen"):
        setattr(Settings(), name, "1")


def test_the_settings_of_a_process_are_read_once(monkeypatch):
    before = settings()
    monkeypatch.setenv("IEUM_THREADS", "5")

    assert settings() is before


def test_a_token_is_told_only_where_it_is_asked_for():
    chosen = Settings(metrics_token="s3cret")

    for told in (str(chosen), repr(chosen), str(chosen.model_dump()), chosen.model_dump_json()):
        assert "s3cret" not in told
    assert chosen.metrics_token.get_secret_value() == "s3cret"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_is_for_and_needs_no_value(name):
    field = Settings.model_fields[name]

    assert field.description
    assert not field.is_required()
