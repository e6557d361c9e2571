"""config.yaml → Config. `keys.read_config` is the way in; `values` reads one value."""
