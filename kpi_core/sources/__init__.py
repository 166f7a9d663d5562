"""Readers: one for each kind of place; each gives grids, which know where they came from and nothing of KPIs."""
