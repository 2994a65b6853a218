"""Table of the keys by which search finds travellers, the functions that compute them, and its triggers (0042)."""

from __future__ import annotations

from typing import Final

import django.db.models.deletion
from django.db import migrations, models

import roadstead.platform.database.row_security

# As engine/matching/keys.py, so that a name and its spellings share a key: consonants as they sound, without vowels.
# Capitals keep what was replaced from being replaced again. Letters of other scripts become Latin ones of that sound.
FUNCTIONS: Final = r"""
create function voyages_search_sound(part text) returns text
language plpgsql immutable strict parallel safe as $$
declare x text := part;
begin
  if left(x, 3) = 'abd' then
    x := regexp_replace(x, '^abd[aeiou]?(l|n(?=n)|r(?=r)|s(?=s)|t(?=t)|d(?=d)|z(?=z))', 'abd');
  end if;
  if x like '%ld%n%' then x := regexp_replace(x, '(?<=..[aeiou])l(?=d[iey]{1,3}ne?$)', ''); end if;
  x := lower(translate(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    x, 'schtsch', 'S'), 'chtch', 'S'), 'shch', 'S'), 'tsch', 'S'), 'tch', 'S'), 'sch', 'S'), 'dzh', 'J'),
    'oua', 'Fa'), 'oue', 'Fe'), 'chh', 'S'), 'ksh', 'X'), 'tj', 'S'), 'sj', 'S'), 'sz', 'S'), 'cz', 'S'), 'zj', 'J'),
    'kh', 'H'), 'gh', 'G'), 'sh', 'S'), 'ch', 'S'), 'ts', 'S'), 'tz', 'S'), 'zh', 'J'), 'dj', 'J'), 'dz', 'J'),
    'ph', 'F'), 'th', 'T'), 'dh', 'D'), 'ck', 'K'), 'ks', 'X'), 'ce', 'Se'), 'ci', 'Si'), 'cy', 'Sy'),
    'qvwzc', 'kffsk'));
  if position('h' in x) > 0 then
    x := regexp_replace(x, '(?<=.)h$|(?<=[aeiouy])h(?=[^aeiouy])', '', 'g');
  end if;
  x := translate(left(x, 1), 'eiouy', 'aaaaa') || translate(substr(x, 2), 'aeiouy', '');
  x := replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    x, 'll', 'l'), 'ss', 's'), 'nn', 'n'), 'rr', 'r'), 'tt', 't'), 'mm', 'm'), 'ff', 'f'), 'kk', 'k'), 'dd', 'd'),
    'pp', 'p'), 'bb', 'b'), 'gg', 'g'), 'jj', 'j'), 'hh', 'h');
  return case when length(x) > 1 then left(x, 24) else part end;
end $$;

create function voyages_search_words(name text) returns text[]
language plpgsql immutable strict parallel safe as $$
declare x text := lower(left(name, 400));
begin
  if octet_length(x) > length(x) then
    x := regexp_replace(lower(normalize(x, NFKD)),
      '[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]', '', 'g');
    x := translate(regexp_replace(x, '(^|[ ,-])\u0648', '\1w', 'g'),
      'абвгдежзиклмнопрстуфхцчшщыэюяђєѕіјљњћџαβγδεζηθικλμνξοπρςστυφχψωבגדהוזחטיךכלםמןנסףפץצקרשת'
      || 'ابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکیہھےٹڈڑںßæøœłđðþıŋħьъאעء’ʼ‘´',
      'abfgdejsiklmnoprstufhssssyeyyjijijlnkjabgdesitiklmnxoprsstyfspobgdhfshtyhklmmnnsfpsskrst'
      || 'abhttjhhddrssssdtsagfkklmnhuaypsjgkyhhetdrnsaoolddtinh');
  end if;
  return array_remove(string_to_array(
    translate(x, ' -./,()<>"_+&*:;|\`''', '                  '), ' '), '');
end $$;

create function voyages_search_keys(surname text, given text) returns text[]
language plpgsql immutable strict parallel safe as $$
declare word text; sound text; keys text[] := '{}'; particles text[] := '{}';
begin
  foreach word in array voyages_search_words(surname) || voyages_search_words(given) loop
    if word = any ('{mr,mrs,ms,miss,mstr,dr,prof,fnu,lnu,nfn,nln,xxx,unknown}') then continue; end if;
    sound := voyages_search_sound(left(word, 24));
    if word = any ('{de,da,do,dos,del,la,las,los,le,van,von,der,den,ter,ten,di,du,dela,delos,della,des,af,av,zu,st,saint,bin,ibn,al,el,y,mac}') then
      particles := particles || sound;
    elsif sound <> all (keys) then
      keys := keys || sound;
    end if;
  end loop;
  return (keys || particles)[1:5];
end $$;

create function voyages_search_write(ids bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from voyages_searchkeys where traveller_id = any (ids);
  insert into voyages_searchkeys (traveller_id, state, name1, name2, name3, name4, name5, booking)
  select t.id, s.state, k.keys[1], k.keys[2], k.keys[3], k.keys[4], k.keys[5], b.booking
  from voyages_traveller t
  cross join lateral (select voyages_search_keys(t.surname, t.given) as keys offset 0) k
  cross join lateral (select nullif(upper(regexp_replace(t.booking, '[^[:alnum:]]', '', 'g')), '') as booking) b
  cross join lateral (select distinct unnest(t.states) as state) s
  where t.id = any (ids) and (cardinality(k.keys) > 0 or b.booking is not null);
end $$;
revoke all on function voyages_search_write(bigint[]) from public;

create function voyages_search_came() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform voyages_search_write(array(select id from came));
  return null;
end $$;
create trigger search_came after insert on voyages_traveller referencing new table as came for each statement
  execute function voyages_search_came();

create function voyages_search_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare changed bigint[] := array(
  select came.id from went join came using (id)
  where (went.surname, went.given, went.booking, went.states)
    is distinct from (came.surname, came.given, came.booking, came.states));
begin
  if cardinality(changed) > 0 then perform voyages_search_write(changed); end if;
  return null;
end $$;
create trigger search_changed after update on voyages_traveller
  referencing old table as went new table as came for each statement
  execute function voyages_search_changed();

create function voyages_search_went() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform voyages_search_write(array(select id from went));
  return null;
end $$;
create trigger search_went after delete on voyages_traveller referencing old table as went for each statement
  execute function voyages_search_went();
"""
# Travellers stored before.
FILL: Final = "select voyages_search_write(array_agg(id)) from voyages_traveller group by id / 10000"


class Migration(migrations.Migration):
    dependencies = [("voyages", "0002_database")]
    operations = [
        migrations.CreateModel(
            name="SearchKeys",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "traveller_id", "state", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "traveller",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="voyages.traveller",
                    ),
                ),
                ("state", models.CharField(max_length=3)),
                ("name1", models.CharField(max_length=24, null=True)),
                ("name2", models.CharField(max_length=24, null=True)),
                ("name3", models.CharField(max_length=24, null=True)),
                ("name4", models.CharField(max_length=24, null=True)),
                ("name5", models.CharField(max_length=24, null=True)),
                ("booking", models.CharField(max_length=35, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("name1__isnull", False)), fields=["state", "name1"], name="search_name1_idx"
                    ),
                    models.Index(
                        condition=models.Q(("name2__isnull", False)), fields=["state", "name2"], name="search_name2_idx"
                    ),
                    models.Index(
                        condition=models.Q(("name3__isnull", False)), fields=["state", "name3"], name="search_name3_idx"
                    ),
                    models.Index(
                        condition=models.Q(("name4__isnull", False)), fields=["state", "name4"], name="search_name4_idx"
                    ),
                    models.Index(
                        condition=models.Q(("name5__isnull", False)), fields=["state", "name5"], name="search_name5_idx"
                    ),
                    models.Index(
                        condition=models.Q(("booking__isnull", False)),
                        fields=["state", "booking"],
                        name="search_booking_idx",
                    ),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="false",
                        name="voyages_searchkeys_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), '')))",
                        unhidden="((select cardinality(roadstead_hidden()) = 0) or traveller_id <> all ((select roadstead_hidden())::bigint[]))",
                        write=None,
                    )
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS),
        migrations.RunSQL(FILL),
    ]
