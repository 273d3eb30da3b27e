"""The words of the report in each language."""

from collections.abc import Sequence

from seqpt_lib.errors import UsageError
from seqpt_lib.model.levels import LEVEL_WORDS
from seqpt_lib.reports.html.words_de import GERMAN
from seqpt_lib.reports.html.words_en import ENGLISH

TEXTS = {"en": ENGLISH, "de": GERMAN}


class Words:
    """The texts of one language, by key."""

    def __init__(self, language: str) -> None:
        """Choose a language.

        Args:
            language: ``en`` or ``de``.

        Raises:
            UsageError: If there is no such language.
        """
        if language not in TEXTS:
            raise UsageError(f"language {language!r} is unknown", f"Use {' or '.join(TEXTS)}.")
        self.language = language
        self._texts = TEXTS[language]

    def __call__(self, key: str, **values: str) -> str:
        """Give a text.

        Args:
            key: Its key.
            values: What stands in its gaps.

        Returns:
            The text, not escaped.
        """
        return self._texts[key].format(**values)

    def counted(self, key: str, how_many: float, /, **values: str) -> str:
        """Give a text that has another form for one.

        Args:
            key: Its key; that of the form for one ends in ``_one``.
            how_many: Of how many it tells.
            values: What stands in its gaps.

        Returns:
            The text, not escaped.
        """
        return self(f"{key}_one" if how_many == 1 else key, **values)

    def level(self, level: int) -> str:
        """Name a level of the scale.

        Args:
            level: The level.

        Returns:
            For example ``4 apply``.
        """
        return f"{level} {self(f'level_{LEVEL_WORDS[level]}')}"

    def listed(self, names: Sequence[str]) -> str:
        """Put names into a sentence.

        Args:
            names: The names.

        Returns:
            For example ``one, two and three``; empty where there are none.
        """
        if len(names) <= 1:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self('and')} {names[-1]}"
