"""SE-QPT: from a Systems Engineering competency survey to stored learning plans."""
