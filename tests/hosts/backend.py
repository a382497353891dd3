"""pytest-testinfra on a rehearsed host: it has no backend for systemd-nspawn, and takes one by its name."""

from __future__ import annotations

from typing import Any

from testinfra.backend import BACKENDS, base


class NspawnBackend(base.BaseBackend):
    """Runs every command in the host's namespaces, past SSH and packet filters; the name is the first process's id."""

    NAME = "nspawn"

    def __init__(self, leader: str, *args: Any, **kwargs: Any) -> None:
        self.leader = leader
        super().__init__(leader, *args, **kwargs)

    def run(self, command: str, *args: str, **kwargs: Any) -> base.CommandResult:
        return self.run_local(
            self.get_command("nsenter -t %s -a -- sh -c %s", self.leader, self.get_command(command, *args))
        )

    @staticmethod
    def get_command(command: str, *args: str) -> str:
        return base.BaseBackend.quote(command, *args)


BACKENDS["nspawn"] = f"{__name__}.NspawnBackend"
