"""A Ray cluster of this machine alone, on loopback, with two CPUs and a small object store."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = {
    # Ray's own switch for using loopback instead of the machine's address.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_AUTH_MODE": "disabled",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_memory_monitor_refresh_ms": "0",
    # Ray asks a process to end, and kills it five seconds later: long for one that is stopped.
    "RAY_kill_worker_timeout_milliseconds": "500",
    # Replicas have nice 15 by default, and starve beside other tests.
    "RAY_worker_niceness": "0",
    "RAY_enable_worker_prestart": "0",
    "RAY_prestart_worker_first_driver": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    # Both cores of a small machine may be busy with something else.
    "RAY_raylet_start_wait_time_s": "120",
}
STORE_BYTES = 80_000_000
# Objects that do not fit into memory are not written to the disk.
FULL_IS_FULL = {"automatic_object_spilling_enabled": False, "local_fs_capacity_threshold": 0.001}
START_SECONDS = 120
# Ray reads them when it is imported.
os.environ.update(LOOPBACK)


class RayHead:
    """The processes of `ray start --head`; its replicas keep their weights in `home`."""

    def __init__(self, folder: Path, cpus: int = 2) -> None:
        self.home = folder / "home"
        self._folder = folder
        self._cpus = cpus
        self._port, self._client_port = free_ports(2)
        self._group = 0

    @property
    def address(self) -> str:
        """What the bot's setting `engine.address` says."""
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start the head, always at the same address."""
        command = [
            *(sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--no-monitor"),
            *("--node-ip-address", "127.0.0.1", "--port", str(self._port)),
            *("--num-cpus", str(self._cpus), "--num-gpus", "0", "--memory", "2000000000"),
            *("--object-store-memory", str(STORE_BYTES), "--temp-dir", str(self._folder / "ray")),
            *("--include-dashboard", "false", "--include-log-monitor", "false"),
            # Otherwise a fixed port.
            *("--ray-client-server-port", str(self._client_port)),
            *("--disable-usage-stats", "--min-worker-port", "0", "--max-worker-port", "0"),
            *("--system-config", json.dumps(FULL_IS_FULL)),
        ]
        environment = {
            **os.environ,
            "EMOJISMITH_HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
        }
        with (self._folder / "start.log").open("ab") as log:
            process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        self._group = process.pid
        assert process.wait(START_SECONDS) == 0, (self._folder / "start.log").read_text()

    def kill(self) -> None:
        """SIGKILL to all its processes; the replicas end with them."""
        with suppress(ProcessLookupError):
            os.killpg(self._group, signal.SIGKILL)


@contextmanager
def ray_head(cpus: int = 2) -> Iterator[RayHead]:
    """A running head, in a folder whose name is short enough for Ray's sockets."""
    with TemporaryDirectory(prefix="ray-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        head = RayHead(Path(folder), cpus)
        try:
            head.start()
            yield head
        finally:
            head.kill()


def free_ports(count: int) -> list[int]:
    """Different ports: Ray's servers would share one without an error."""
    with ExitStack() as stack:
        servers = [stack.enter_context(socket.socket()) for _ in range(count)]
        for server in servers:
            server.bind(("127.0.0.1", 0))
        return [server.getsockname()[1] for server in servers]
