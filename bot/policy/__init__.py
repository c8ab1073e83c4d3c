"""Reading a policy: its text becomes sentences, sentences become practices with quotes, practices become a rating."""
