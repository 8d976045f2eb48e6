from django.db import migrations

import oms.models.fields


class Migration(migrations.Migration):
    dependencies = [("oms", "0007_order_lists")]

    operations = [
        migrations.AddField(
            model_name="productfeatureappl",
            name="option_value_gid",
            field=oms.models.fields.Code(
                blank=True,
                db_default="",
                default="",
                help_text="the option's value in the shop, where the product offers it: known again under another name",
                max_length=255,
            ),
        ),
    ]
