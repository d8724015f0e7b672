"""The rules of a procedure, in pure Python: what a grid is, when its phases pass, what is open and to whom.

No Django here, no database, no clock: everything that counts comes in as an argument.
"""
