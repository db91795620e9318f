"""PgBouncer in transaction mode before a PostgreSQL, on a free port of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
START_SECONDS = 10.0

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
"""The program, or None where it is not installed; Debian puts it where only root looks."""

POOL_SIZE = 3
"""Sessions of PostgreSQL that all clients share: so few that each transaction soon meets another one."""

CONFIGURATION = """
[databases]
{database} = host={host} port={port} user={user} password={password}
[pgbouncer]
listen_addr = {listen}
listen_port = {listen_port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {pool_size}
max_client_conn = 500
"""


@dataclass(frozen=True, slots=True)
class Pooler:
    """A PgBouncer that runs, and the URL that leads through it."""

    url: str
    process: Process

    def freeze(self) -> None:
        """Take connections and say nothing any more, as a frozen database does."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on."""
        self.process.send_signal(signal.SIGCONT)


@contextlib.asynccontextmanager
async def pooled(url: str, folder: Path) -> AsyncIterator[Pooler]:
    """Run PgBouncer before this database; its configuration is a file in `folder`."""
    assert PROGRAM
    parts = urlsplit(url)
    database = parts.path.removeprefix("/")
    with socket.socket() as free:
        free.bind((HOST, 0))
        listen_port = free.getsockname()[1]
    configuration = CONFIGURATION.format(
        database=database,
        host=parts.hostname,
        port=parts.port or 5432,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        listen=HOST,
        listen_port=listen_port,
        pool_size=POOL_SIZE,
    )
    file = folder / "pgbouncer.ini"
    file.write_text(configuration, encoding="utf-8")
    command = [PROGRAM, "-q", str(file)]
    if os.geteuid() == 0:
        # It refuses to run as root.
        command[1:1] = ["-u", "nobody"]
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    try:
        await _listening(listen_port)
        through = f"{parts.username}:{parts.password or ''}@{HOST}:{listen_port}"
        yield Pooler(f"{parts.scheme}://{through}/{database}", process)
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        await process.wait()


async def _listening(port: int) -> None:
    """Wait until somebody listens there."""
    async with asyncio.timeout(START_SECONDS):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection(HOST, port)
                writer.close()
                await writer.wait_closed()
                return
            await asyncio.sleep(0.02)
