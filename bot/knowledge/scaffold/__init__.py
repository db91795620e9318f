"""New comparisons: commented, valid files in which everything that is to be written is marked."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template

import yaml

from bot.errors import WhichroleError
from bot.knowledge import json_schema
from bot.knowledge.comparison import Comparison, RoleEntry
from bot.knowledge.files import COMPARISONS, PHRASES, QUESTIONS

PLACES = {"comparison": COMPARISONS, "phrases": PHRASES, "questions": QUESTIONS}


@dataclass(frozen=True, slots=True)
class _Named:
    id: str
    name: str
    aliases: tuple[str, ...]

    def called(self) -> set[str]:
        return {name.casefold() for name in (self.name, *self.aliases)}


def create(names: tuple[str, str], folder: Path, known: Mapping[str, Comparison], today: date) -> list[Path]:
    """Write a draft that compares two roles, with its phrases and its questions; return the files.

    A role that is known already keeps its id and its other names. Raises WhichroleError, and writes
    nothing, when a name gives no id, or a comparison of the roles or a file is there already.
    """
    first, second = _roles(names, known)
    ids = {first.id, second.id}
    for other, comparison in known.items():
        if comparison.roles.keys() != ids:
            continue
        is_here = (folder / f"{other}.yaml").exists()
        what_to_do = "edit it" if is_here else f"edit it, or a copy of it in {folder}"
        raise WhichroleError(f"{other}.yaml exists already, and compares these two; {what_to_do}.")
    name = f"{first.id}-vs-{second.id}"
    paths = {kind: folder / place / f"{name}.yaml" for kind, place in PLACES.items()}
    for path in paths.values():
        if path.exists():
            raise WhichroleError(f"{path} exists already; edit it, or rename it first.")
    values = {
        "name": name,
        "title": json.dumps(f"{first.name} or {second.name}", ensure_ascii=False),
        "month": f"{today:%Y-%m}",
        **_values("first", first),
        **_values("second", second),
    }
    schemas = json_schema.write(folder)
    for kind, path in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        shipped = files(__name__).joinpath(f"{kind}.yaml")
        template = Template(shipped.read_text(encoding="utf-8"))
        way = json_schema.FOLDER if path.parent == folder else Path("..") / json_schema.FOLDER
        schema = way / f"{kind}.json"
        text = template.substitute(values, schema=schema.as_posix())
        path.write_text(text, encoding="utf-8")
    return [*paths.values(), *schemas]


def _roles(names: tuple[str, str], known: Mapping[str, Comparison]) -> tuple[_Named, _Named]:
    first, second = (name.strip() for name in names)
    taken: set[str] = set()
    for comparison in known.values():
        for role_id, role in comparison.roles.items():
            taken |= _names(role_id, role)
    one = _role(first, second, known, taken)
    other = _role(second, first, known, taken)
    if one.id == other.id:
        raise WhichroleError(
            f"{one.name} and {other.name} are one role with the id `{one.id}`; name two that differ in "
            "letters from a to z or in digits."
        )
    both = one.called() & other.called()
    if both:
        raise WhichroleError(f'"{min(both)}" would be a name of both roles; name two that differ.')
    return one, other


def _role(name: str, other: str, known: Mapping[str, Comparison], taken: set[str]) -> _Named:
    for comparison in known.values():
        for role_id, role in comparison.roles.items():
            if name.casefold() in _names(role_id, role):
                return _Named(role_id, role.name, role.aliases)
    # Letters with accents are written without them.
    apart = unicodedata.normalize("NFKD", name)
    plain = apart.encode("ascii", "ignore").decode().lower()
    role_id = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    if not role_id:
        raise WhichroleError(f'"{name}" gives no id; write the name of a role with letters from a to z.')
    short = _short_names(name, other, taken)
    return _Named(role_id, name, (f"{name}s", *short))


def _short_names(name: str, other: str, taken: set[str]) -> list[str]:
    """Return the last word of a role's name, as people call it among themselves, and its plural.

    Where the other role ends in the same word, or a known role is called so, it would tell nothing.
    """
    words = name.lower().split()
    word = words[-1]
    plural = f"{word}s"
    if len(words) == 1 or word in other.lower().split():
        return []
    # Articles do not tell two names apart.
    called = {word, plural, f"the {word}", f"a {word}", f"an {word}"}
    if called & taken:
        return []
    return [word, plural]


def _names(role_id: str, role: RoleEntry) -> set[str]:
    return {role_id, role.name.casefold(), *(alias.casefold() for alias in role.aliases)}


def _values(prefix: str, role: _Named) -> dict[str, str]:
    # YAML takes ids such as `on` and `42` for something else than text.
    is_text = isinstance(yaml.safe_load(role.id), str)
    return {
        f"{prefix}_id": role.id,
        f"{prefix}_key": role.id if is_text else json.dumps(role.id),
        f"{prefix}_name": json.dumps(role.name, ensure_ascii=False),
        f"{prefix}_aliases": json.dumps(role.aliases, ensure_ascii=False),
        f"{prefix}_words": json.dumps(role.name, ensure_ascii=False)[1:-1],
    }
