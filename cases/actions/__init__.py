"""What people and time do to a case: one verb per file, each a function that takes the unit of work and the instant."""
