"""What is written to the log: one line a request, never a picture, its name or its text."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any, Literal

#: The logger of one line a request.
ACCESS = "blockletter.access"
#: What a line about a request holds beside its message.
FIELDS = ("request_id", "method", "path", "status", "milliseconds", "problem")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Put a record on a line; line breaks in it are escaped."""
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        fields |= {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps(fields)


def log_config(form: Literal["json", "text"]) -> dict[str, Any]:
    """The configuration for `logging.config.dictConfig`; all loggers write to standard error."""
    text = "%(asctime)s %(levelname)s %(name)s %(message)s"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}, "text": {"format": text}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"level": "INFO", "handlers": ["stderr"]},
        # Their own lines would say less than ours.
        "loggers": {"uvicorn.access": {"level": "CRITICAL"}},
    }
