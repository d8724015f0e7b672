"""What people live on the site, in a real browser."""
