"""What follows from values, without a database."""
