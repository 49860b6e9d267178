"""The language as data: rules, index catalogue, places and publishers, with their loaders."""
