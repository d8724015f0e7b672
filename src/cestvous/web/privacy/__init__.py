"""One's own data: downloading everything that is kept about oneself, erasing one's account; and the record of what the
city processes, for everybody.
"""
