"""What one file may cost."""

# In bytes, all that a process needs to begin with included: a picture of the most pixels that are taken fits in.
MOST_MEMORY = 800_000_000
# Of the processor's time; on the clock, where others use it too, twice as much.
MOST_SECONDS = 15
# How many files one web process looks at at once, and for how long the others wait for their turn.
AT_ONCE, WAIT_SECONDS = 1, 20
