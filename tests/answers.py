"""What tests read from an answer."""


def faults_of(answer):
    """Return (pointer, code) of every field that a problem document names."""
    return [(e["pointer"], e["code"]) for e in answer.json().get("errors", [])]
