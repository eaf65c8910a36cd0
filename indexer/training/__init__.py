"""How the shipped embedding model is made: texts → vocabulary → co-occurrence → vectors → contrast → int8.

Never imported at run time; needs the extra ``train`` (scipy, torch).
"""
