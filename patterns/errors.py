"""What is wrong with a pattern file."""


class PatternError(ValueError):
    """A pattern file with a mistake: which file, which rule of it, and why."""

    def __init__(self, file: str, rule: str, reason: str) -> None:
        super().__init__(f"{file}: {rule}: {reason}")
        self.file, self.rule, self.reason = file, rule, reason
