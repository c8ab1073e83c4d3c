"""Walkers of the containers that several formats share: they find where things are, not what they mean."""
