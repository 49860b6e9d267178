"""The store: articles, what they said, and the figures concluded from it, in a database."""
