"""Two hundred schedules that are due in the same minute: our clock against the stock one, in turns."""
