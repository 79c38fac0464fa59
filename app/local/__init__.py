"""The servers of `make run` and of the tests: PostgreSQL, Valkey, a Stripe stand-in, a mail catcher. Nothing else imports them."""
