"""The offices that work towards goals."""
