"""The words of the trades: the working copy that people edit, and the versions that rankings use."""
