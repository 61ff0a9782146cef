"""Invents departments and writes their final accounts as PDF, together with the truth they were written from."""
