"""What every consultation stands on: who people are, what they may do, their texts, and the record of it all."""
