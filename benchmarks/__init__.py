"""What the service costs, as ratios measured within one run: `scripts/bench`."""
