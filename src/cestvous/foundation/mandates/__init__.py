"""Mandates: which role a person holds, where, from when to when, appointed by which act.

A person's powers in the city come from mandates alone. Writes to the journal: appointments and their ends, public.
"""
