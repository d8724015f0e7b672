"""What the city keeps about people: what erasing an account does, and what is thrown away once its time is over.

An account is erased by whoever holds it, with the effect that was stated to them; or by the worker, when nobody has
signed in for years and a mail has said so. What erasing touches lies in every app: this one alone knows them all.
Writes to the journal: words erased with their author's account, public; account erased, restricted.
"""
