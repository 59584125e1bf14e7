"""What can be due of reviews."""
