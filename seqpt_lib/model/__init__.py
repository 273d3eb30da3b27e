"""Value types and rules of the domain. Pure: no database, no files, no clock."""
