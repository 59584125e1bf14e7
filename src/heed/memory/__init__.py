"""What was recommended before: an index of every recommendation, and what it is asked."""
