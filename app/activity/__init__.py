"""The log of the sales-support team."""
