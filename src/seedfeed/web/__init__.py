"""What is published, as subscribers get it: looked at, and told to a hub."""
