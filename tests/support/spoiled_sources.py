"""What breaks each check of the gate sources, and what it then says, in the suite's order."""

from tests.support.spoiled_answers import ANSWERS_AND_PEOPLE
from tests.support.spoiled_master import MASTER
from tests.support.spoiled_matrices import PERSONAL_AND_DERIVED
from tests.support.spoiled_others import OTHERS
from tests.support.spoiled_texts import TEXTS_AND_SCHEMA

SOURCES = [*MASTER, *ANSWERS_AND_PEOPLE, *PERSONAL_AND_DERIVED, *TEXTS_AND_SCHEMA, *OTHERS]
