"""Kill, freeze, cut and refuse while the imports run; then compare what is left with a run that nobody disturbed."""
