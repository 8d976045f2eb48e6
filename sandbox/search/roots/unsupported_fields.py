"""Lists search fields of Shopify that this store can't answer.

Asking by them is refused: the store holds nothing for them.
"""

ORDERS = frozenset(
    {
        "cart_token",
        "channel",
        "channel_id",
        "chargeback_status",
        "checkout_token",
        "confirmation_number",
        "credit_card_last4",
        "fraud_protection_level",
        "payment_provider_id",
        "po_number",
        "sales_channel",
        "source_identifier",
        "total_weight",
    }
)
PRODUCTS = frozenset(
    {
        "bundles",
        "combined_listing_role",
        "delivery_profile_id",
        "error_feedback",
        "has_only_composites",
        "has_variant_with_components",
        "product_configuration_owner",
        "product_publication_status",
        "publication_ids",
        "publishable_status",
    }
)
VARIANTS = frozenset(
    {
        "delivery_profile_id",
        "managed",
        "managed_by",
        "nested_publication",
        "product_publication_status",
        "product_status_ranked",
        "publishable_status",
        "published_status",
        "requires_components",
        "taxable",
    }
)
COLLECTIONS = frozenset({"product_publication_status", "publishable_status", "published_at", "published_status"})
CUSTOMERS = frozenset(
    {
        "accepts_marketing",
        "city",
        "company",
        "email_marketing_state",
        "last_abandoned_order_date",
        "order_date",
        "province",
        "sms_marketing_state",
        "state",
        "territory_code",
        "total_spent",
    }
)
LOCATIONS = frozenset({"pickup_in_store"})
