"""The ground everything stands on; it knows no area and no HTTP."""
