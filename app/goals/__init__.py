"""Yearly goals and the figures that documents printed about them."""
