"""Template tags of study."""
