"""The commands of ``python -m eval``: each module adds its commands to the parser and carries them out."""
