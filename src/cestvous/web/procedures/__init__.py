"""The procedure as agents design it: phases, activities, and what is open where they meet, in one form without script.

The form holds the whole plan: a step (add, split, move, leave out) answers with the same form after it, and nothing is
stored until the plan is saved (a draft) or published with its reason (a consultation under way).
"""
