"""Messy files by the dozen, each held against numbers that were counted by hand."""
