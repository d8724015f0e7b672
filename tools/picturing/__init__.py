"""How the pictures of the guides are taken: what is walked through, by whom, and what is clipped from the page."""
