"""The pages: one folder for each area of the site. Finds, asks, acts and shows; decides nothing itself.

Writes nothing to the journal: what changes is changed by the apps' actions.
"""
