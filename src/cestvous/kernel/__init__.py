"""What every wing needs and nobody owns: the clock, texts, digests, periods, languages, verdicts. No tables."""
