"""The registry of social-economy enterprises."""
