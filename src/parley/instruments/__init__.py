"""Metrics and traces for operators, alike in every process. Nothing leaves the machine unasked."""
