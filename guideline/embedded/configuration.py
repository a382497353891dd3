"""What Synapse reads on this machine: the site's homeserver.yaml, and where its log goes."""

from __future__ import annotations

import json
from typing import Any

import yaml

from guideline.embedded.folder import Folder
from guideline.source.yaml import parse_yaml


def with_log(written: str, folder: Folder) -> str:
    """Return ``written``, the site's homeserver.yaml, with what it leaves to the machine it runs on.

    That is the log's configuration, and that nothing is reported: Synapse doesn't start before it is told.
    Raises SourceError when ``written`` can't be read.
    """
    known = parse_yaml(written, "homeserver.yaml").value
    added: dict[str, Any] = {"log_config": str(folder.log_yaml), "report_stats": False}
    # A value in JSON is the same value in YAML.
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in added.items() if key not in known]
    return written + "".join(lines)


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
