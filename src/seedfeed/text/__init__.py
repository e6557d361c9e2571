"""What texts are made of: characters, addresses and YAML. Knows nothing of seeds."""
