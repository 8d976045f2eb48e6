from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0009_dead_groups'),
    ]

    operations = [
        migrations.AlterField(
            model_name='alert',
            name='rule',
            field=models.CharField(choices=[('dead', 'Failed runs'), ('failed_records', 'Records that could not be taken in'), ('missed', 'Missed slots'), ('too_slow', 'A run takes much longer than usual'), ('silent', 'A part is silent'), ('webhooks', 'Webhooks that failed, were removed or stay away'), ('privacy', "A customer's request that is due")], max_length=20),
        ),
    ]
