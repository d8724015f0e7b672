"""Looking at what strangers send, in a process of its own: it knows no secret, and can't fill memory, disk or time.

``examined`` starts it, hands it the bytes, and takes back a picture drawn anew, or why the file is unfit. Whatever a
decoder does with a file that was made to break it, the site goes on.
"""
