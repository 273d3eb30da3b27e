"""All checks of the doctor, in the order in which a run would stumble over them."""

from pipelines import doctor_database, doctor_machine
from pipelines.doctor import Check

CHECKS = (
    Check("Python", doctor_machine.python),
    Check("packages", doctor_machine.packages),
    Check("settings", doctor_machine.readable_settings),
    Check("pipeline", doctor_machine.pipeline_file),
    Check("database", doctor_database.database, needs=("settings",)),
    Check("schema", doctor_database.schema, needs=("database",)),
    Check("organization", doctor_database.organization, needs=("database",)),
    Check("archetype", doctor_database.archetype, needs=("organization",)),
    Check("disk", doctor_machine.disk, needs=("settings",)),
    Check("rights", doctor_database.rights, needs=("schema",)),
    Check("answers", doctor_database.answers, needs=("organization",)),
    Check("model service", doctor_machine.model_service, needs=("settings",)),
)
