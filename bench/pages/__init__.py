"""The console's pages with a million runs behind them."""
