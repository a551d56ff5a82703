"""Rewards: awards, badges and the points ledger behind them."""
