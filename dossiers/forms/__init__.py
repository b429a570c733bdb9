"""The forms of a dossier: what its holder writes, what an act asks, how a list is filtered."""
