"""Lists what an apparel store sells.

These are kinds of garment, the words of their names, their sizes and colours.
"""

from typing import NamedTuple


class Garment(NamedTuple):
    """Prices in whole dollars, weighs in grams, both from-to."""

    noun: str
    product_type: str
    category: str
    code: str
    price: tuple[int, int]
    weight: tuple[int, int]
    sizes: tuple[str, ...]


_LETTERS = ("XS", "S", "M", "L", "XL", "XXL")
_WAISTS = ("28", "30", "32", "34", "36", "38")
_NUMBERS = ("2", "4", "6", "8", "10", "12", "14")
_FEET = ("6", "7", "8", "9", "10", "11", "12")
_ONE = ("One size",)

GARMENTS = (
    Garment("T-Shirt", "T-Shirts", "aa-1-13-8", "TEE", (18, 45), (140, 220), _LETTERS),
    Garment("Shirt", "Shirts", "aa-1-13-7", "SHT", (45, 110), (200, 320), _LETTERS),
    Garment("Polo", "Shirts", "aa-1-13-6", "POL", (39, 79), (210, 290), _LETTERS),
    Garment("Blouse", "Blouses", "aa-1-13-1", "BLS", (49, 120), (150, 240), _NUMBERS),
    Garment("Tank Top", "T-Shirts", "aa-1-13-9", "TNK", (15, 35), (90, 150), _LETTERS),
    Garment("Sweater", "Knitwear", "aa-1-13-12", "SWT", (69, 220), (380, 720), _LETTERS),
    Garment("Cardigan", "Knitwear", "aa-1-13-3", "CRD", (79, 240), (400, 750), _LETTERS),
    Garment("Hoodie", "Sweats", "aa-1-13-13", "HOD", (55, 120), (480, 700), _LETTERS),
    Garment("Sweatshirt", "Sweats", "aa-1-13-14", "SWS", (49, 99), (420, 620), _LETTERS),
    Garment("Dress", "Dresses", "aa-1-4", "DRS", (69, 260), (250, 520), _NUMBERS),
    Garment("Skirt", "Skirts", "aa-1-15", "SKT", (49, 140), (220, 430), _NUMBERS),
    Garment("Jeans", "Denim", "aa-1-12-4", "JNS", (79, 190), (560, 840), _WAISTS),
    Garment("Chinos", "Pants", "aa-1-12-3", "CHN", (59, 130), (380, 560), _WAISTS),
    Garment("Leggings", "Activewear", "aa-1-12-8", "LEG", (35, 95), (160, 280), _LETTERS),
    Garment("Shorts", "Shorts", "aa-1-14", "SRT", (35, 80), (180, 320), _WAISTS),
    Garment("Jacket", "Outerwear", "aa-1-10-2", "JKT", (120, 380), (700, 1400), _LETTERS),
    Garment("Vest", "Outerwear", "aa-1-10-6", "VST", (79, 190), (320, 600), _LETTERS),
    Garment("Cap", "Accessories", "aa-2-17", "CAP", (19, 45), (80, 140), _ONE),
    Garment("Sneakers", "Shoes", "aa-8", "SNK", (79, 180), (700, 1100), _FEET),
)
COLOURS = (
    ("Black", "BLK"),
    ("White", "WHT"),
    ("Navy", "NVY"),
    ("Olive", "OLV"),
    ("Sand", "SND"),
    ("Rust", "RST"),
    ("Heather Grey", "GRY"),
    ("Sky Blue", "SKY"),
    ("Burgundy", "BUR"),
    ("Forest", "FOR"),
    ("Écru", "ECR"),
    ("Blush", "BLU"),
)
STYLES = (
    "Classic",
    "Relaxed",
    "Slim",
    "Everyday",
    "Weekend",
    "Tailored",
    "Oversized",
    "Vintage",
    "Utility",
    "Cropped",
    "Heritage",
    "Boyfriend",
    "Field",
    "Coastal",
)
MATERIALS = (
    "Linen",
    "Organic Cotton",
    "Merino",
    "Cashmere",
    "Denim",
    "Flannel",
    "Silk",
    "Corduroy",
    "Recycled Nylon",
    "Twill",
    "Jersey",
    "Piqué",
    "Wool",
    "Bamboo",
)
VENDORS = (
    "Northfield",
    "Harbor & Pine",
    "Atelier Nord",
    "Maison Été",
    "Blue Ridge Supply",
    "Juniper",
    "O'Malley",
)
SEASONS = ("Spring", "Summer", "Fall", "Winter")
AUDIENCES = ("women", "men", "unisex", "kids")
