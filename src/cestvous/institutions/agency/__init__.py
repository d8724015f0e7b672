"""The Agence de la participation citoyenne: the municipal team that runs the platform.

It answers for the standing pages: charter, moderation rules, help, … Each has words that ship with the software; agents
may write others, and every version stays readable with its reason. Writes to the journal, public: page rewritten,
shipped words taken again.
"""
