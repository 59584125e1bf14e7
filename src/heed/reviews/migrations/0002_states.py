from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0001_together"),
    ]

    operations = [
        migrations.AlterField(
            model_name="review",
            name="state",
            field=models.CharField(
                choices=[
                    ("referred", "referred"),
                    ("decided", "decided"),
                    ("commissioned", "commissioned"),
                    ("gathering", "gathering"),
                    ("drafting", "drafting"),
                    ("accepted", "accepted"),
                    ("published", "published"),
                    ("withheld", "withheld"),
                    ("closed", "closed"),
                ],
                default="published",
                max_length=12,
            ),
        ),
    ]
