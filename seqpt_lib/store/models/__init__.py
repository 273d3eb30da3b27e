"""The one description of Derik's tables and ours."""

from seqpt_lib.store.models.adoption import *  # noqa: F403
from seqpt_lib.store.models.base import Base
from seqpt_lib.store.models.calls import *  # noqa: F403
from seqpt_lib.store.models.catalog import *  # noqa: F403
from seqpt_lib.store.models.gaps import *  # noqa: F403
from seqpt_lib.store.models.knowledge import *  # noqa: F403
from seqpt_lib.store.models.ledger import *  # noqa: F403
from seqpt_lib.store.models.reference import *  # noqa: F403
from seqpt_lib.store.models.results import *  # noqa: F403
from seqpt_lib.store.models.survey import *  # noqa: F403

metadata = Base.metadata
