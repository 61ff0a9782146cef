"""What a sentence says: its figures, the words around them, the names they belong to, the reasons it gives."""
