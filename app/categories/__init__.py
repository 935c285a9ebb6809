"""The tree of what is bought and sold."""
