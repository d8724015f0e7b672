"""Who speaks: an account, an organisation, a council, someone on paper, an imported name, or erased.

Everything said in the city's civic life belongs to an Author, never to an account: the account can go, and what was
said stays or goes as its author chose. Writes nothing to the journal itself; events name an author by its identifier.
"""
