"""From report files to a searchable index bundle."""
