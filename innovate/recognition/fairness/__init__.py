"""What a fairness report says: shares of groups that give nobody away, concentration, and patterns of exchange."""
