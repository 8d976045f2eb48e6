"""Lists the product categories that an apparel store uses.

They are a part of Shopify's standard product taxonomy.
"""

from sandbox.state.records import TaxonomyCategory

_NAMES = {
    "aa": "Apparel & Accessories",
    "aa-1": "Clothing",
    "aa-1-4": "Dresses",
    "aa-1-10": "Outerwear",
    "aa-1-10-2": "Coats & Jackets",
    "aa-1-10-6": "Vests",
    "aa-1-12": "Pants",
    "aa-1-12-3": "Chinos",
    "aa-1-12-4": "Jeans",
    "aa-1-12-8": "Leggings",
    "aa-1-13": "Clothing Tops",
    "aa-1-13-1": "Blouses",
    "aa-1-13-3": "Cardigans",
    "aa-1-13-6": "Polos",
    "aa-1-13-7": "Shirts",
    "aa-1-13-8": "T-Shirts",
    "aa-1-13-9": "Tank Tops",
    "aa-1-13-12": "Sweaters",
    "aa-1-13-13": "Hoodies",
    "aa-1-13-14": "Sweatshirts",
    "aa-1-14": "Shorts",
    "aa-1-15": "Skirts",
    "aa-2": "Clothing Accessories",
    "aa-2-17": "Hats",
    "aa-8": "Shoes",
    "gc": "Gift Cards",
}


def categories() -> dict[str, TaxonomyCategory]:
    return {key: _category(key) for key in _NAMES}


def _category(key: str) -> TaxonomyCategory:
    parts = key.split("-")
    above = ["-".join(parts[:length]) for length in range(1, len(parts))]
    return TaxonomyCategory(
        id=key,
        name=_NAMES[key],
        full_name=" > ".join(_NAMES[one] for one in [*above, key]),
        parent_id=above[-1] if above else None,
        ancestor_ids=above,
    )
