"""Figures to findings."""
