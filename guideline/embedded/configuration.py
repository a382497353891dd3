"""What Synapse reads on this machine: the site's homeserver.yaml, and where its log goes."""

from __future__ import annotations

import yaml

from guideline.embedded.folder import Folder


def with_log(written: str, folder: Folder) -> str:
    """Return ``written``, the site's homeserver.yaml, naming the log configuration of this folder.

    Synapse doesn't start before it is told whether to report figures; a trial never does.
    """
    values = yaml.safe_load(written)
    values.setdefault("report_stats", False)
    values["log_config"] = str(folder.log_yaml)
    text: str = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000)
    return text


def logging_configuration(folder: Folder) -> str:
    """Return Synapse's logging configuration: requests and warnings, never what people write."""
    values = {
        "version": 1,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {
            "file": {
                "class": "logging.handlers.RotatingFileHandler",
                "formatter": "plain",
                "filename": str(folder.logs / "homeserver.log"),
                "maxBytes": 10_000_000,
                "backupCount": 2,
                "encoding": "utf-8",
            }
        },
        "loggers": {"synapse.storage.SQL": {"level": "WARNING"}, "guideline": {"level": "INFO"}},
        "root": {"level": "WARNING", "handlers": ["file"]},
        "disable_existing_loggers": False,
    }
    text: str = yaml.safe_dump(values, sort_keys=False)
    return text
