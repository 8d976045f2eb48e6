"""What an order becomes: the tables that each contestant fills with the same rows, parents first."""

TABLES = (
    "oms_orderheader",
    "oms_orderaddress",
    "oms_orderitemshipgroup",
    "oms_orderitem",
    "oms_orderadjustment",
    "oms_orderpaymentpreference",
    "oms_orderstatushistory",
)
