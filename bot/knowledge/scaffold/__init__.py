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
        names = (self.name, *self.aliases)
        small = map(str.casefold, names)
        return set(small)


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
        what_to_do = "edit it"
        own = folder / f"{other}.yaml"
        if not own.exists():
            what_to_do += f", or a copy of it in {folder}"
        raise WhichroleError(f"{other}.yaml exists already, and compares these two; {what_to_do}.")

    name = f"{first.id}-vs-{second.id}"
    paths = {}
    for kind, place in PLACES.items():
        path = folder / place / f"{name}.yaml"
        if path.exists():
            raise WhichroleError(f"{path} exists already; edit it, or rename it first.")
        paths[kind] = path

    title = f"{first.name} or {second.name}"
    values = {
        "name": name,
        "title": _quoted(title),
        "month": f"{today:%Y-%m}",
        **_values("first", first),
        **_values("second", second),
    }
    schemas = json_schema.write(folder)
    templates = files(__name__)
    for kind, path in paths.items():
        # From the file to its schema, as editors look for it.
        way = json_schema.FOLDER
        if path.parent != folder:
            way = Path("..") / way
        schema = way / f"{kind}.json"

        shipped = templates / f"{kind}.yaml"
        written = shipped.read_text(encoding="utf-8")
        template = Template(written)
        text = template.substitute(
            values,
            schema=schema.as_posix(),
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [*paths.values(), *schemas]


def _roles(names: tuple[str, str], known: Mapping[str, Comparison]) -> tuple[_Named, _Named]:
    first, second = map(str.strip, names)
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

    # Whoever asks by such a name could mean either.
    both = one.called() & other.called()
    if both:
        name = min(both)
        raise WhichroleError(f'"{name}" would be a name of both roles; name two that differ.')
    return one, other


def _role(name: str, other: str, known: Mapping[str, Comparison], taken: set[str]) -> _Named:
    sought = name.casefold()
    for comparison in known.values():
        for role_id, role in comparison.roles.items():
            if sought in _names(role_id, role):
                return _Named(
                    role_id,
                    role.name,
                    role.aliases,
                )

    # Letters with accents are written without them.
    apart = unicodedata.normalize("NFKD", name)
    letters = apart.encode("ascii", "ignore").decode()
    joined = re.sub("[^a-z0-9]+", "-", letters.lower())
    role_id = joined.strip("-")
    if not role_id:
        raise WhichroleError(f'"{name}" gives no id; write the name of a role with letters from a to z.')

    plural = f"{name}s"
    short = _short_names(name, other, taken)
    aliases = (plural, *short)
    return _Named(role_id, name, aliases)


def _short_names(name: str, other: str, taken: set[str]) -> list[str]:
    """Return the last word of a role's name, as people call it among themselves, and its plural.

    Where the other role ends in the same word, or a known role is called so, it would tell nothing.
    """
    words = name.lower().split()
    word = words[-1]
    words_of_other = other.lower().split()
    if len(words) == 1 or word in words_of_other:
        return []

    plural = f"{word}s"
    # Articles do not tell two names apart.
    called = {word, plural, f"the {word}", f"a {word}", f"an {word}"}
    if called & taken:
        return []
    return [word, plural]


def _names(role_id: str, role: RoleEntry) -> set[str]:
    names = (role.name, *role.aliases)
    small = map(str.casefold, names)
    return {role_id, *small}


def _values(prefix: str, role: _Named) -> dict[str, str]:
    # YAML takes ids such as `on` and `42` for something else than text.
    key = role.id
    if not isinstance(yaml.safe_load(key), str):
        key = _quoted(key)
    name = _quoted(role.name)
    values = {
        "id": role.id,
        "key": key,
        "name": name,
        "aliases": _quoted(role.aliases),
        "words": name[1:-1],
    }
    return {f"{prefix}_{field}": value for field, value in values.items()}


def _quoted(value: object) -> str:
    """Return a text or a list of texts as YAML that means just these."""
    return json.dumps(value, ensure_ascii=False)
