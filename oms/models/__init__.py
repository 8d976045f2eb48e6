"""Gathers the records of the order management system.

By subject; import them from here.
"""

from oms.models.categories import CategoryType, ProductCategory, ProductCategoryMember
from oms.models.changes import ProductChange
from oms.models.facilities import (
    Facility,
    FacilityGroup,
    FacilityGroupMember,
    FacilityGroupType,
    FacilityStatus,
    FacilityType,
    InventorySource,
    Queue,
)
from oms.models.features import FeatureApplKind, ProductFeature, ProductFeatureAppl, ProductFeatureType
from oms.models.history import OrderException, OrderExceptionKind, OrderStatusHistory
from oms.models.items import ItemPart, ItemStatus, OrderItem, PresellType
from oms.models.orders import (
    AddressKind,
    OrderAddress,
    OrderHeader,
    OrderItemShipGroup,
    OrderStatus,
    ShipGroupKind,
)
from oms.models.payments import AdjustmentKind, OrderAdjustment, OrderPaymentPreference, PaymentKind, PaymentStatus
from oms.models.products import (
    GoodIdentification,
    IdentificationType,
    Product,
    ProductException,
    ProductExceptionKind,
    ProductStatus,
    ProductTag,
)
from oms.models.returns import RestockStatus, ReturnHeader, ReturnItem, ReturnStatus
from oms.models.shipping import PostalCode, ShipmentMethod
from oms.models.shops import Shop, ShopCategory, ShopLocation, ShopProduct, ShopProductKind, ShopShippingMethod
from oms.models.stock import InventoryDetail, InventoryLevel, LedgerReason, ProductFacility
from oms.models.stores import ApprovalRule, ProductStore

__all__ = [
    "AddressKind", "AdjustmentKind", "ApprovalRule", "CategoryType", "Facility", "FacilityGroup",
    "FacilityGroupMember", "FacilityGroupType", "FacilityStatus", "FacilityType", "FeatureApplKind",
    "GoodIdentification", "IdentificationType", "InventoryDetail", "InventoryLevel", "InventorySource", "ItemPart",
    "ItemStatus", "LedgerReason", "OrderAddress", "OrderAdjustment", "OrderException", "OrderExceptionKind",
    "OrderHeader", "OrderItem", "OrderItemShipGroup", "OrderPaymentPreference", "OrderStatus", "OrderStatusHistory",
    "PaymentKind", "PaymentStatus", "PostalCode", "PresellType", "Product", "ProductCategory", "ProductCategoryMember",
    "ProductChange", "ProductException", "ProductExceptionKind", "ProductFacility", "ProductFeature",
    "ProductFeatureAppl", "ProductFeatureType", "ProductStatus", "ProductStore", "ProductTag", "Queue",
    "RestockStatus", "ReturnHeader", "ReturnItem", "ReturnStatus", "ShipGroupKind", "ShipmentMethod", "Shop",
    "ShopCategory", "ShopLocation", "ShopProduct", "ShopProductKind", "ShopShippingMethod",
]  # fmt: skip
