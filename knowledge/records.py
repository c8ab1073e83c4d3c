"""Reading one table of a knowledge file, key by key, noting every fault instead of stopping at the first."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, TypeVar

Word = TypeVar("Word", bound=str)

#: As exact as the source is: YYYY, YYYY-MM or YYYY-MM-DD.
_SOURCE_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class KnowledgeError(Exception):
    """Knowledge files that do not hold together; `faults` names file, key and remedy, one line each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("The knowledge files have faults:\n" + "\n".join(faults))
        self.faults = faults


class Record:
    """One TOML table. Each method returns the value of a key, or a harmless one after noting the fault."""

    def __init__(self, where: str, values: dict[str, Any], faults: list[str]) -> None:
        self.where = where
        self._values = dict(values)
        self._faults = faults

    def fault(self, key: str, remedy: str) -> None:
        """Note what is wrong with `key`, and what to write instead."""
        self._faults.append(f"{self.where}: {key}: {remedy}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; without a default it must be there and say something."""
        value = self._values.pop(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fault(key, f"wants text in quotes, found {value!r}")
            return ""
        return value.strip()

    def word(self, key: str, allowed: tuple[Word, ...], default: Word | None = None) -> Word:
        """Return one of the allowed words."""
        value = self._values.pop(key, default)
        if value not in allowed:
            self.fault(key, f"wants one of {', '.join(allowed)}, found {value!r}")
            return allowed[0]
        return allowed[allowed.index(value)]

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, empty if the key is missing."""
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fault(key, "wants a list of texts in quotes")
            return ()
        return tuple(item.strip() for item in value)

    def tables(self, key: str) -> list[Record]:
        """Return a list of tables ([[key]])."""
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, f"wants tables: [[{key}]]")
            return []
        return [Record(f"{self.where} [[{key}]] {n}", item, self._faults) for n, item in enumerate(value, 1)]

    def table(self, key: str) -> dict[str, Record]:
        """Return named tables ([key.name])."""
        value = self._values.pop(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
            self.fault(key, f"wants named tables: [{key}.name]")
            return {}
        return {name: Record(f"{self.where} [{key}.{name}]", item, self._faults) for name, item in value.items()}

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number within bounds."""
        value = self._values.pop(key, default)
        if type(value) is not int or not low <= value <= high:
            self.fault(key, f"wants a whole number from {low} to {high}, found {value!r}")
            return low
        return value

    def optional_number(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number within bounds, or None where the key is missing."""
        return self.number(key, low, high) if key in self._values else None

    def day(self, key: str) -> date:
        """Return a TOML date (2026-11-22, no quotes)."""
        value = self._values.pop(key, None)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fault(key, f"wants a date without quotes, such as 2026-11-22, found {value!r}")
            return date.min
        return value

    def optional_day(self, key: str) -> date | None:
        """Return a TOML date, or None where the key is missing."""
        return self.day(key) if key in self._values else None

    def flag(self, key: str) -> bool:
        """Return true or false; false where the key is missing."""
        value = self._values.pop(key, False)
        if not isinstance(value, bool):
            self.fault(key, f"wants true or false, found {value!r}")
            return False
        return value

    def words(self, key: str) -> dict[str, str]:
        """Return texts by name ([key] name = "..."), empty if the key is missing."""
        value = self._values.pop(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) and item.strip() for item in value.values()):
            self.fault(key, f'wants texts by name: [{key}] name = "..."')
            return {}
        return {name: item.strip() for name, item in value.items()}

    def source_date(self, key: str) -> str:
        """Return a source's own date as text; "" where it has none."""
        value = self.text(key, "")
        if value and not _SOURCE_DATE.fullmatch(value):
            self.fault(key, f'wants "2025", "2025-09" or "2025-09-30", found {value!r}')
        return value

    def done(self) -> None:
        """Note every key that nobody asked for; it is most likely misspelt."""
        for key in self._values:
            self.fault(key, "unknown key; remove it or mend its spelling")
