"""The tables and the shipped record, from the command line."""


def test_a_database_without_tables_is_sent_to_migrate(ieum, tmp_path):
    empty = f"sqlite:///{tmp_path / 'empty.db'}"

    refused = ieum("seed", IEUM_DATABASE_URL=empty)
    migrated = ieum("migrate", IEUM_DATABASE_URL=empty)
    checked = ieum("migrate", "--check", IEUM_DATABASE_URL=empty)

    assert refused.code == 1
    assert "ieum migrate" in refused.err
    assert (migrated.code, checked.code) == (0, 0)
    assert checked.text == migrated.text


def test_a_database_goes_down_to_nothing_and_up_again(ieum):
    assert ieum("migrate", "--to", "base").text == "base\n"
    assert ieum("migrate", "--check").code == 1
    assert ieum("migrate").code == 0
    assert ieum("migrate", "--check").code == 0


def test_a_revision_that_does_not_exist_is_refused_with_the_known_ones(ieum):
    refused = ieum("--lang", "en", "migrate", "--to", "nowhere")

    assert refused.code == 1
    assert "0001" in refused.err


def test_seed_runs_twice_and_drops_what_is_invented(ieum):
    first = ieum("seed", "--json").json
    second = ieum("seed")
    dropped = ieum("seed", "--drop-synthetic", "--json").json
    if_empty = ieum("seed", "--if-empty")

    assert first["added"]["enterprises"] > 400
    assert "바뀐 것이 없습니다" in second.err
    assert dropped == {"removed": 328, "kept": []}
    assert "이미 자료가 있어" in if_empty.err
