"""Which values a parameter may have, as the pipeline file says it."""

from difflib import get_close_matches
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from seqpt_lib.errors import UsageError


class Domain(BaseModel):
    """The values that a parameter may have: those of a list, or numbers between bounds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    values: list[str] = []
    above: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _say_one_thing(self) -> Self:
        bounds = (self.above, self.at_least, self.at_most)
        if bool(self.values) == any(bound is not None for bound in bounds):
            raise ValueError("give either `values`, or bounds: above, at_least, at_most")
        return self

    @property
    def types(self) -> tuple[str, ...]:
        """The types of a parameter that can have such values."""
        return ("str",) if self.values else ("int", "float")

    @property
    def words(self) -> str:
        """The values as a person reads them: ``"en or de"``, ``"a number above 0"``."""
        if self.values:
            return " or ".join(self.values)
        bounds = {"above": self.above, "at least": self.at_least, "at most": self.at_most}
        told = [f"{word} {bound:g}" for word, bound in bounds.items() if bound is not None]
        return f"a number {', '.join(told)}"

    def refuse(self, name: str, value: str | float) -> None:
        """Refuse a value that the parameter may not have.

        Args:
            name: The parameter.
            value: Its value, of the right type.

        Raises:
            UsageError: If the value is none of these; names the nearest one.
        """
        if self._has(value):
            return
        near = get_close_matches(str(value).lower(), self.values, n=1)
        given = repr(value) if isinstance(value, str) else f"{value:g}"
        raise UsageError(
            f"parameter {name} takes {self.words}, not {given}",
            f"Did you mean {near[0]}?" if near else f"Use {self.words}.",
        )

    def _has(self, value: str | float) -> bool:
        if isinstance(value, str):
            return value in self.values
        return (
            (self.above is None or value > self.above)
            and (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
        )
