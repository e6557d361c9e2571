"""The command `seedfeed`, also as `python -m seedfeed`."""

import gc
import sys
from typing import NoReturn


def start() -> NoReturn:
    """Run the command. Ctrl-C while it is still being imported is answered quietly, too."""
    gc.disable()  # a build is short, and makes hundreds of thousands of values that it keeps
    try:
        from seedfeed.cli.main import run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    start()
