"""Everything that can be set from outside, in one place.

Each setting is an environment variable with the prefix ``IEUM_``; the table in README.md is checked
against this class by a test.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """The settings of one process, read once from the environment and never changed."""

    model_config = SettingsConfigDict(env_prefix="IEUM_", frozen=True, extra="ignore")

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'var' / 'ieum.db'}",
        description="SQLAlchemy URL of the database: SQLite file or postgresql+psycopg://…",
    )
    data_dir: Path = Field(
        default=ROOT / "data",
        description="Folder of the shipped data: categories, thesaurus, contract rules, record.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least severe level that is logged."
    )
    log_format: Literal["json", "console"] = Field(
        default="json", description="One JSON object per line, or text for a person."
    )
    pool_size: int = Field(
        default=10, ge=1, le=200, description="Database connections kept open per process."
    )
    threads: int = Field(
        default=8,
        ge=1,
        le=200,
        description="Requests worked on at once per process; more only wait for each other.",
    )
    busy_timeout_ms: int = Field(
        default=5000,
        ge=0,
        description="How long a write waits for the database before it answers 503.",
    )
    public_reports: bool = Field(
        default=True, description="Whether reports may be read without a token."
    )
    warm_index: bool = Field(
        default=True,
        description="Whether the search index is read in the background at the start.",
    )
    max_body_bytes: int = Field(
        default=2_000_000, ge=1_000, description="Largest request body that is accepted."
    )


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
