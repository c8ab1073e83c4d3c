"""Ratings: a name becomes a platform, evidence becomes a range, and the range shows its work."""
