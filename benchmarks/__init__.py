"""Accuracy and speed, measured: one module a subject, each run by make."""
