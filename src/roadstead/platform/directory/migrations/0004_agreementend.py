import django.db.models.deletion
import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations, models


DATABASE = """
create function directory_end_of_owner() returns trigger language plpgsql as $$
begin
  if not exists (
    select 1 from directory_sharingagreement agreed
    where agreed.id = new.agreement_id and agreed.owner = new.owner and agreed.decision = 'approved'
  ) then
    raise exception 'an agreement is ended by its owner, once it is in force' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger end_of_owner before insert on directory_agreementend for each row execute function directory_end_of_owner();
revoke update, delete, truncate on directory_agreementend from roadstead_app;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_routing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreementEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=6)),
                ('reason', models.TextField()),
                ('ended_at', models.DateTimeField()),
                ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='directory.sharingagreement')),
                ('ended_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_agreementend_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write=None)],
            },
        ),
        migrations.RunSQL(DATABASE, migrations.RunSQL.noop),
    ]
