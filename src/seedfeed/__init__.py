"""seedfeed turns a folder of dated text files into feeds."""

__all__ = ["__version__"]

__version__ = "0.1.0"
