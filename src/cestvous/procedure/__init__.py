"""The engine: a procedure is a grid of phases and activities; it decides what is open, when and to whom."""
