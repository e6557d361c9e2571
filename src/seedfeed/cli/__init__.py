"""The command line. `main.COMMANDS` lists the commands; each is a module here."""
