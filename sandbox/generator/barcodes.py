"""UPC-A codes with a right check digit."""


def barcode(product: int, variant: int) -> str:
    """12 digits, made from two numbers of at most six and four digits."""
    body = f"8{product % 1_000_000:06}{variant % 10_000:04}"
    odd, even = (sum(map(int, body[start::2])) for start in (0, 1))
    return f"{body}{(10 - (odd * 3 + even) % 10) % 10}"
