"""How Heed looks: the frame of every page, components as typed Python functions, styles and scripts."""
