"""What can be had of a snapshot besides pages: figures, findings and claims, as files (`downloads`) and JSON (`api`).

Both take the same questions, which have the pages' own filters: what matches on a page is what is in its file.
"""
