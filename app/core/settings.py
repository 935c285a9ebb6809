"""Everything that can be set from outside, in one place.

Each setting is an environment variable with the prefix ``IEUM_``; the table in README.md is checked
against this class by a test.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """The settings of one process, read once from the environment and never changed."""

    model_config = SettingsConfigDict(
        env_prefix="IEUM_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

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
    statement_timeout_ms: int = Field(
        default=2500,
        ge=100,
        description="How long PostgreSQL may take for one statement of a request before it is 503.",
    )
    public_reports: bool = Field(
        default=True, description="Whether reports may be read without a token."
    )
    warm_index: bool = Field(
        default=True,
        description="Whether the search index is read in the background at the start.",
    )
    masthead: str = Field(
        default="",
        max_length=200,
        description="Line above the pages' header, for operators entitled to an official one.",
    )
    max_body_bytes: int = Field(
        default=2_000_000, ge=1_000, description="Largest request body that is accepted."
    )
    max_upload_bytes: int = Field(
        default=10_000_000, ge=1_000, description="Largest sheet that is accepted for import."
    )
    max_upload_rows: int = Field(
        default=10_000,
        ge=1,
        description="Most rows of a sheet that are imported over HTTP at once.",
    )
    max_export_rows: int = Field(
        default=1_000_000, ge=1, description="Most rows of a collection that are exported at once."
    )
    max_waiting: int = Field(
        default=1_000,
        ge=1,
        description="Requests under way or waiting per process; beyond that 503 at once.",
    )
    request_seconds: float = Field(
        default=30.0, gt=0, description="How long a request may take before it answers 503."
    )
    upload_seconds: float = Field(
        default=300.0, gt=0, description="The same for the import of a sheet."
    )
    requests_per_minute_address: int = Field(
        default=6_000,
        ge=0,
        description="Requests a minute from one address per process, then 429; 0: any number.",
    )
    requests_per_minute_token: int = Field(
        default=3_000, ge=0, description="The same for one token or session."
    )
    cors_origins: str = Field(
        default="", description="Origins whose pages may call the API, with commas; none at first."
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        description="Bearer token that opens /metrics; without it only this machine may read it.",
    )
    drain_seconds: float = Field(
        default=1.0,
        ge=0,
        le=5,
        description="How long a service that is told to stop says so before it takes no more.",
    )
    sweep_hours: int = Field(
        default=24,
        ge=0,
        le=168,
        description="How often the service destroys personal data whose time is over; 0: never.",
    )
    session_idle_minutes: int = Field(
        default=30, ge=1, le=1440, description="After how long without a request a log-in ends."
    )
    session_hours: int = Field(
        default=12, ge=1, le=720, description="After how long a log-in ends in any case."
    )
    password_words: str = Field(
        default="",
        max_length=2_000,
        description="Words that may stand in no password, with commas: names of the organisation.",
    )
    second_factor: str = Field(
        default="",
        pattern=r"^$|^(admin|manager|staff|agency|enterprise)"
        r"( *, *(admin|manager|staff|agency|enterprise))*$",
        description="Roles whose people put a second factor on first, with commas; none at first.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="Key without which second factors cannot be computed from the database.",
    )
    secure_cookies: bool = Field(
        default=False,
        description="Whether cookies go over https only, also where a proxy ends it unseen.",
    )


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
