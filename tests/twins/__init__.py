"""Faithful synthetic twins of the exports of known systems, and what they hold, counted apart."""
