"""Accounts: signing up, signing in, what one told about oneself. Passwords and mail are django-allauth's."""
