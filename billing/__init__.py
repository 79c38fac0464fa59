"""Money: invoices, payments, Stripe. Knows the models; session, keys and clock come as arguments."""
