"""Areas of customer service: who leads each, who reviews, what it may spend."""
