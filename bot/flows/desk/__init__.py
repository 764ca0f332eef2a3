"""The desk: where admins and readers word and translate what survivors are told."""
