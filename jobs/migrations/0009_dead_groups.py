from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0008_alerts_of_webhooks'),
        ('oms', '0007_order_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='jobrun',
            name='jobrun_dead',
        ),
        migrations.AddIndex(
            model_name='jobrun',
            index=models.Index(condition=models.Q(('state', 'dead')), fields=['key', 'fingerprint'], include=('finished_at', 'id'), name='jobrun_dead_groups'),
        ),
        migrations.AddIndex(
            model_name='jobrun',
            index=models.Index(condition=models.Q(('error', ''), _negated=True), fields=['-created_at', '-id'], name='jobrun_told'),
        ),
    ]
