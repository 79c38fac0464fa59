"""The demo practice: invented people, made through the same verbs as real ones."""
