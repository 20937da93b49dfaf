"""The two honest ways of not answering."""


class Skip(Exception):
    """The question is outside what this implementation supports."""


class Failure(Exception):
    """The question is supported, but no trustworthy number came out."""
