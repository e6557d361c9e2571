"""Entries → documents. `due.documents` lists all that is due; a format is a module of `formats`."""
