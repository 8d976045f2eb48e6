"""The stock ledger is only ever added to: the database itself refuses the rest."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION oms_refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the inventory ledger is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER oms_inventorydetail_append_only BEFORE UPDATE OR DELETE ON oms_inventorydetail
    FOR EACH ROW EXECUTE FUNCTION oms_refuse_ledger_change();
"""
ALLOW = """
DROP TRIGGER oms_inventorydetail_append_only ON oms_inventorydetail;
DROP FUNCTION oms_refuse_ledger_change();
"""


class Migration(migrations.Migration):
    dependencies = [("oms", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
