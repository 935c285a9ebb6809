"""What one would reach for instead: text engines over one text per enterprise, all asked alike.

Those that are libraries of their own stand in benchmarks/requirements.txt; what is not installed is
left out and said so.
"""

import sqlite3
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from app.matching import text as spelling

Found = list[tuple[int, float]]
Ask = Callable[[str, int], Found]
"""Take a line and how many to show; answer places of texts with their scores, best first."""

FTS5 = "SQLite FTS5 trigram"


@dataclass(frozen=True, slots=True)
class Kind:
    """An engine: what it is called, how it is built over texts, and the most it can bear."""

    name: str
    build: Callable[[Sequence[str], ExitStack], Ask]
    most: int = 1_000_000
    why: str = ""
    """Why it is left out of more texts than that."""

    is_elsewhere: bool = False
    """Does it work in a process of its own, so that only the clock can time it?"""


def grams(line: str, sizes: Sequence[int] = (2, 3)) -> list[str]:
    """Cut a line into character groups that cross no space."""
    return [
        word[at : at + size]
        for word in spelling.clean(line).split()
        for size in sizes
        for at in range(len(word) - size + 1)
    ]


def _rapidfuzz(scorer: Callable[..., float]) -> Callable[[Sequence[str], ExitStack], Ask]:
    def build(texts: Sequence[str], _: ExitStack) -> Ask:
        cleaned = [spelling.clean(one) for one in texts]

        def ask(line: str, shown: int) -> Found:
            asked = spelling.clean(line)
            hits = process.extract(asked, cleaned, scorer=scorer, limit=shown)
            return [(place, score) for _, score, place in hits]

        return ask

    return build


def _fts5(texts: Sequence[str], stack: ExitStack) -> Ask:
    """Any trigram of the line, best by BM25."""
    connection = sqlite3.connect(":memory:")
    stack.callback(connection.close)
    connection.execute("CREATE VIRTUAL TABLE register USING fts5(text, tokenize='trigram')")
    connection.executemany("INSERT INTO register VALUES (?)", ((one,) for one in texts))

    def ask(line: str, shown: int) -> Found:
        found = sorted({f'"{line[at : at + 3]}"' for at in range(len(line) - 2)} - {'"'})
        terms = " OR ".join(one for one in found if one.count('"') == 2)
        if not terms:
            return []
        rows = connection.execute(
            "SELECT rowid, -bm25(register) FROM register WHERE register MATCH ? "
            "ORDER BY bm25(register) LIMIT ?",
            (terms, shown),
        )
        return [(place - 1, score) for place, score in rows]

    return ask


def pg_trgm(threshold: float) -> Callable[[Sequence[str], ExitStack], Ask]:
    """Ask PostgreSQL's own trigrams: those alike enough, by similarity, over a GIN index."""
    return partial(_pg_trgm, threshold)


def _pg_trgm(threshold: float, texts: Sequence[str], stack: ExitStack) -> Ask:
    connection = stack.enter_context(_postgresql())
    connection.execute("CREATE EXTENSION pg_trgm")
    connection.execute("CREATE TABLE register (id integer, text text)")
    with connection.cursor().copy("COPY register FROM STDIN") as copy:
        for place, one in enumerate(texts):
            copy.write_row((place, one))
    connection.execute("CREATE INDEX ON register USING gin (text gin_trgm_ops)")
    connection.execute("ANALYZE register")
    connection.execute(f"SET pg_trgm.similarity_threshold = {threshold}")

    def ask(line: str, shown: int) -> Found:
        rows = connection.execute(
            "SELECT id, similarity(%(line)s, text) AS alike FROM register "
            "WHERE text %% %(line)s ORDER BY alike DESC, id LIMIT %(shown)s",
            {"line": line, "shown": shown},
        )
        return [(place, float(score)) for place, score in rows]

    return ask


@contextmanager
def _postgresql() -> Iterator[Any]:
    """Open a PostgreSQL of our own, brought by a wheel that has pg_trgm."""
    psycopg = import_module("psycopg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder that servers do not have
        pgserver = import_module("pgserver")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder, cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                yield connection
        finally:
            server.cleanup()


def _bm25s(texts: Sequence[str], _: ExitStack) -> Ask:
    bm25s = import_module("bm25s")
    model = bm25s.BM25(backend="numba")
    model.index([grams(one) or [" "] for one in texts], show_progress=False)
    known = model.vocab_dict

    def ask(line: str, shown: int) -> Found:
        tokens = [one for one in grams(line) if one in known]
        if not tokens:
            return []
        scores = model.get_scores(tokens)
        top = np.argpartition(-scores, min(shown, len(scores) - 1))[:shown]
        ordered = top[np.argsort(-scores[top], kind="stable")]
        return [(int(at), float(scores[at])) for at in ordered if scores[at] > 0]

    return ask


def _tantivy(texts: Sequence[str], _: ExitStack) -> Ask:
    tantivy = import_module("tantivy")
    fields = tantivy.SchemaBuilder().add_unsigned_field("id", stored=True)
    schema = fields.add_text_field("text", tokenizer_name="grams").build()
    index = tantivy.Index(schema)
    cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 3, prefix_only=False))
    index.register_tokenizer("grams", cut.filter(tantivy.Filter.lowercase()).build())
    writer = index.writer()
    for place, one in enumerate(texts):
        writer.add_document(tantivy.Document(id=place, text=one))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(line: str, shown: int) -> Found:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", one))
            for one in dict.fromkeys(grams(line))
        ]
        if not terms:
            return []
        hits = searcher.search(tantivy.Query.boolean_query(terms), shown).hits
        return [(searcher.doc(at)["id"][0], score) for score, at in hits]

    return ask


KINDS = (
    Kind("RapidFuzz WRatio", _rapidfuzz(fuzz.WRatio)),
    Kind("RapidFuzz token_set_ratio", _rapidfuzz(fuzz.token_set_ratio)),
    Kind(FTS5, _fts5),
    Kind("PostgreSQL pg_trgm", pg_trgm(0.01), is_elsewhere=True),
    Kind("tantivy, 2–3-grams", _tantivy),
    Kind(
        "BM25 over 2–3-grams (bm25s)",
        _bm25s,
        most=35_000,
        why="it is handed every text cut into words, which takes more memory than there is",
    ),
)
"""Asked for quality: pg_trgm with a threshold that leaves out nothing that could count."""

TIMED = tuple(replace(one, build=pg_trgm(0.1)) if one.is_elsewhere else one for one in KINDS)
"""Asked for speed: pg_trgm with a threshold under which its index is of use."""


@contextmanager
def built(
    kind: Kind, texts: Sequence[str], took: list[float] | None = None
) -> Iterator[Ask | None]:
    """Build an engine over texts, noting the seconds of processor time; None where not installed."""
    with ExitStack() as stack:
        clock = time.perf_counter if kind.is_elsewhere else time.process_time
        began = clock()
        try:
            ask = kind.build(texts, stack)
            (took if took is not None else []).append(clock() - began)
        except ModuleNotFoundError as missing:
            print(f"  {kind.name} left out: {missing.name} is not installed")
            ask = None
        yield ask
