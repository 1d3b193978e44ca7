"""Figtrack: finds every figure in news articles, lines up the claims about one thing, and shows where they differ."""
