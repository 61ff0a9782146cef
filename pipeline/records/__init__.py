"""What flows: frozen records, standard library only (NumPy in page.py alone)."""
