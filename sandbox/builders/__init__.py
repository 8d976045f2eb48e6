"""Steps by which products and orders are put together; the generator and the file loaders share them."""
