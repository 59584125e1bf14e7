"""Who may do what with a review, as things stand."""
