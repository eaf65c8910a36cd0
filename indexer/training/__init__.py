"""How the shipped embedding model is made: texts → vocabulary → co-occurrence → vectors → int8.

Never imported at run time; needs the extra ``train`` (scipy).
"""
