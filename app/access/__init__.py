"""Who is asking: tokens and the actors behind them."""
