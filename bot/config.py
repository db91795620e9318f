"""Settings, read once from the environment (and `.env`); secrets cannot be printed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import ConfigError, RevokedError

TRY_WITHOUT_SLACK = "To try whichrole without any Slack account, run `whichrole chat`."
DEFAULT_API_URL = "https://slack.com/api/"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SWITCH = ("on", "off")
ANSWER, IGNORE = "answer", "ignore"

DEFAULT_DATABASE_URL = "sqlite+aiosqlite:///whichrole.db"
DEFAULT_CONVERSATION_HOURS, DEFAULT_RETENTION_DAYS = 24, 90
MAX_KEPT = 100_000
"""The most hours or days that a setting may name; some ten years of hours."""

MEMBER_ID = re.compile("[UW][A-Z0-9]+")
"""How Slack names a person."""


@dataclass(frozen=True, slots=True)
class TokenKind:
    """One of Slack's tokens: its variable, how it starts, and where to find it."""

    variable: str
    prefix: str
    found_at: str


BOT_TOKEN = TokenKind(
    "SLACK_BOT_TOKEN",
    "xoxb-",
    "api.slack.com/apps > your app > OAuth & Permissions > Bot User OAuth Token",
)
APP_TOKEN = TokenKind(
    "SLACK_APP_TOKEN",
    "xapp-",
    "api.slack.com/apps > your app > Basic Information > App-Level Tokens, with the scope connections:write",
)


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """What `whichrole run` needs to reach Slack."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    api_url: str = DEFAULT_API_URL
    log_level: str = "INFO"
    answers_external: bool = True
    """Whether people of other organisations are answered, in channels of Slack Connect."""
    admin_users: frozenset[str] = frozenset()
    """Slack member ids of those who see the report: questions without an answer, votes, proposals."""


def slack_settings(environment: Mapping[str, str]) -> SlackSettings:
    """Read Slack's settings; raises ConfigError that names every variable that is missing or malformed."""
    problems: list[str] = []
    bot_token = _token(BOT_TOKEN, environment, problems)
    app_token = _token(APP_TOKEN, environment, problems)
    api_url = _value("SLACK_API_URL", environment) or DEFAULT_API_URL
    if not _is_address(api_url):
        problems.append(
            "SLACK_API_URL must start with https:// or http:// and name a host;"
            " leave it out to use Slack's own."
        )
    log_level = _value("LOG_LEVEL", environment).upper() or "INFO"
    if log_level not in LOG_LEVELS:
        levels = ", ".join(LOG_LEVELS)
        problems.append(f"LOG_LEVEL must be one of {levels}.")
    external = _value("EXTERNAL_USERS", environment).lower() or ANSWER
    if external not in (ANSWER, IGNORE):
        problems.append(f"EXTERNAL_USERS must be {ANSWER} or {IGNORE}; leave it out for {ANSWER}.")
    admin_users = _members("ADMIN_USERS", environment, problems)
    if problems:
        problems.append(TRY_WITHOUT_SLACK)
        raise ConfigError("\n".join(problems))
    # slack_sdk puts a method's name right behind the address.
    api_url = api_url.rstrip("/") + "/"
    return SlackSettings(
        bot_token,
        app_token,
        api_url,
        log_level,
        answers_external=external == ANSWER,
        admin_users=admin_users,
    )


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where the bot remembers, and for how long; the URL may hold a password."""

    url: str = field(default=DEFAULT_DATABASE_URL, repr=False)
    conversation_hours: int = DEFAULT_CONVERSATION_HOURS
    retention_days: int = DEFAULT_RETENTION_DAYS


def store_settings(environment: Mapping[str, str]) -> StoreSettings:
    """Read the store's settings; raises ConfigError that names every variable that is malformed."""
    problems: list[str] = []
    hours = _count(
        "CONVERSATION_HOURS",
        environment,
        DEFAULT_CONVERSATION_HOURS,
        problems,
    )
    days = _count(
        "RETENTION_DAYS",
        environment,
        DEFAULT_RETENTION_DAYS,
        problems,
    )
    url = _value("DATABASE_URL", environment) or DEFAULT_DATABASE_URL
    kind, _, place = url.partition("://")
    file = place.strip("/")
    if kind.startswith("sqlite") and file in ("", ":memory:"):
        problems.append(
            "DATABASE_URL names no file, so that all would be forgotten; leave it out for whichrole.db."
        )
    if problems:
        raise ConfigError("\n".join(problems))
    return StoreSettings(url, hours, days)


def refused(kind: TokenKind, reason: str) -> ConfigError:
    """Return the error for a token that Slack does not accept; `reason` is Slack's error code."""
    return ConfigError(
        f"{kind.variable} is refused by Slack ({reason})."
        f" Copy it again from {kind.found_at}.\n{TRY_WITHOUT_SLACK}"
    )


def _is_address(url: str) -> bool:
    """Tell whether a call can be made to this; whether anybody answers there is another matter."""
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        return False
    return address.scheme in ("https", "http") and bool(address.hostname) and port != 0


def no_address(api_url: str, reason: str) -> ConfigError:
    """Return the error for an address that is not Slack's, or does not know what Slack knows."""
    return ConfigError(f"{api_url} does not answer as Slack does ({reason}). Check SLACK_API_URL.")


def revoked(kind: TokenKind, reason: str) -> RevokedError:
    """Return the error for a token that Slack took before; `reason` is Slack's error code."""
    return RevokedError(
        f"{kind.variable} is no longer accepted by Slack ({reason}). Copy a new one from {kind.found_at}."
    )


def data_folder() -> Path:
    """Return the folder that holds `knowledge/` and `manifest.json`: the wheel's own, else the checkout."""
    package = Path(__file__).parent
    packaged = package / "data"
    if packaged.is_dir():
        return packaged
    return package.parent


def shipped_knowledge() -> Path:
    """Return the folder of the knowledge that comes with whichrole."""
    return data_folder() / "knowledge"


def knowledge_folders(environment: Mapping[str, str], own: Path | None = None) -> tuple[Path, ...]:
    """Return where knowledge is read from: the shipped folder, then each of KNOWLEDGE_DIR, or `own` instead.

    Raises ConfigError that names the variable and what to do.
    """
    shipped = _value("SHIPPED_KNOWLEDGE", environment).lower() or "on"
    if shipped not in SWITCH:
        raise ConfigError("SHIPPED_KNOWLEDGE must be on or off; leave it out to keep the shipped knowledge.")
    folders = (own.absolute(),) if own else own_folders(environment)
    for folder in folders:
        if not os.path.isdir(folder):  # unlike Path, it takes what may not be looked at for none
            raise ConfigError(
                f"KNOWLEDGE_DIR names {folder}, which is not a folder. Create it or correct the name."
            )
    if shipped == "on":
        return _distinct((shipped_knowledge(), *folders))
    if not folders:
        raise ConfigError(
            "SHIPPED_KNOWLEDGE is off and KNOWLEDGE_DIR is not set. Name a folder of your own there."
        )
    return folders


def own_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the folders that KNOWLEDGE_DIR names, separated as in PATH; none when it is not set."""
    names = _value("KNOWLEDGE_DIR", environment)
    folders = []
    for name in names.split(os.pathsep):
        name = name.strip()
        if not name:
            continue
        folder = Path(name).expanduser()
        folders.append(folder.absolute())
    return _distinct(folders)


def _distinct(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return each folder once, under the name that it is given: where a link leads to may change."""
    kept: dict[Path, Path] = {}
    for folder in folders:
        target = folder.resolve()
        kept.setdefault(target, folder)
    return tuple(kept.values())


def _value(variable: str, environment: Mapping[str, str]) -> str:
    """Return the setting, empty when it is not set."""
    return environment.get(variable, "").strip()


def _token(kind: TokenKind, environment: Mapping[str, str], problems: list[str]) -> str:
    value = _value(kind.variable, environment)
    if not value:
        problems.append(
            f"{kind.variable} is not set. Put it into the environment or .env; find it at {kind.found_at}."
        )
    elif not value.startswith(kind.prefix) or len(value.split()) > 1:
        problems.append(
            f"{kind.variable} must start with {kind.prefix} and hold no space. Find it at {kind.found_at}."
        )
    return value


def _members(variable: str, environment: Mapping[str, str], problems: list[str]) -> frozenset[str]:
    """Return Slack member ids that are separated by commas."""
    members = set()
    for written in _value(variable, environment).split(","):
        member = written.strip()
        if not member:
            continue
        if not MEMBER_ID.fullmatch(member):
            problems.append(
                f"{variable} must hold Slack member ids such as U012ABC, separated by commas; in Slack, open"
                " a person's profile, click the three dots (More) and then Copy member ID."
            )
            break
        members.add(member)
    return frozenset(members)


def _count(variable: str, environment: Mapping[str, str], default: int, problems: list[str]) -> int:
    value = _value(variable, environment)
    if not value:
        return default
    # Digits of other scripts are digits to Python; and int() takes no endless number.
    if value.isascii() and value.isdigit() and len(value) < 9:
        number = int(value)
        if 1 <= number <= MAX_KEPT:
            return number
    problems.append(f"{variable} must be a whole number from 1 to {MAX_KEPT:,}; leave it out for {default}.")
    return default
