"""What is typed about a review."""
