"""Reports: goals and what was achieved, registers, and what documents printed beside what we count."""
