"""Logs without personal data: no addresses, no query strings, no cookies, no form values, nothing like a CPR number."""

import logging.config
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

# SECURITY: a log outlives its reader's purpose; what is not written cannot leak.
CPR = re.compile(r"(?<!\d)\d{6}[\s\-–+]?\d{4}(?!\d)|(?<!\d)\d{6}%20\d{4}(?!\d)")
# A stranger chooses the length of an address: nothing here may look at the same letters twice.
QUERY = re.compile(r"(?<=[\w/?])\?[^\s'\"?=]*+=[^\s'\"]*+")
MAIL_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
DETAIL = re.compile(r"^DETAIL:.*$", re.MULTILINE)
UNWANTED = frozenset({"request", "cookies", "post", "body", "form", "remote_addr", "client_addr", "headers"})


def redact(text: str) -> str:
    """The text without what may point at a person."""
    text = DETAIL.sub("DETAIL: [removed]", text)
    text = QUERY.sub("?[removed]", text)
    text = CPR.sub("[number removed]", text)
    return MAIL_ADDRESS.sub("[address removed]", text)


def without_personal_data(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The last step before rendering: every value that will be printed passes here, tracebacks included."""
    kept = {key: value for key, value in event.items() if key.lower() not in UNWANTED}
    return {key: _clean(value) for key, value in kept.items()}


def _clean(value: object) -> Any:
    if isinstance(value, bool | float) or value is None:
        return value
    if isinstance(value, int):
        return value if value < 10**9 else redact(str(value))
    if isinstance(value, dict):
        return {redact(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return redact(str(value))


def settings(*, style: str) -> dict[str, Any]:
    """Django's LOGGING: everything, Django's own lines too, leaves through one formatter."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": formatter, "style": style}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": sys.stderr}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # The access log below tells every request once; a 404 is not an event of its own.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
            # Names each security key by its number, which is a person's.
            "fido2": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def formatter(style: str) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_personal_data,
            _renderer(style),
        ],
    )


def _renderer(style: str) -> structlog.typing.Processor:
    if style == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False)


_SHARED: list[structlog.typing.Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(config: dict[str, Any]) -> None:
    """Called by Django with LOGGING, once per process."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
