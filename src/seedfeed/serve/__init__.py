"""A preview while one writes: built elsewhere, shown on this machine. Nothing here is published."""
