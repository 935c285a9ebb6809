"""The only folder that knows HTTP; it translates and nothing else."""
