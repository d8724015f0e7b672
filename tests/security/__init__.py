"""What went wrong elsewhere, and doesn't here: one file a class of fault. ``classes`` lists them all."""
