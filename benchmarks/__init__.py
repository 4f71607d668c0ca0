"""Accuracy and speed, ours beside the peers': each file one command that prints its tables."""
