from django.db import migrations

FORBID = """
CREATE FUNCTION jobs_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are never changed';
END $$;
CREATE TRIGGER jobs_auditlog_append_only BEFORE UPDATE OR DELETE ON jobs_auditlog
    FOR EACH ROW EXECUTE FUNCTION jobs_audit_is_append_only();
"""
ALLOW = """
DROP TRIGGER jobs_auditlog_append_only ON jobs_auditlog;
DROP FUNCTION jobs_audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_engine")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
