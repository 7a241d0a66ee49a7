-- What operators change while the application runs, and who changed it, when and why.

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB,
    "version" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "changed_by" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "setting_change" (
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT NOT NULL,
    "changed_by" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setting_change_pkey" PRIMARY KEY ("key","version")
);

-- CreateTable
CREATE TABLE "lookup_value" (
    "set" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "active" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "changed_by" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lookup_value_pkey" PRIMARY KEY ("set","code")
);

-- CreateTable
CREATE TABLE "lookup_change" (
    "set" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "before" JSONB,
    "after" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "changed_by" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lookup_change_pkey" PRIMARY KEY ("set","code","version")
);

-- What a schema file cannot say.

alter table setting add foreign key (changed_by) references app_user (id);
alter table setting_change add foreign key (changed_by) references app_user (id);
alter table lookup_value
  add foreign key (changed_by) references app_user (id),
  add check (code ~ '^[a-z][a-z0-9_]{1,49}$');
alter table lookup_change add foreign key (changed_by) references app_user (id);

-- The history is written here, and not by the application, so that nothing is changed without a line of it.
create function setting_is_written_down() returns trigger language plpgsql as $$
declare
  earlier setting;
begin
  if tg_op = 'UPDATE' then
    earlier := old;
    if new.key <> old.key then raise exception 'a setting is never renamed'; end if;
  end if;
  if new.version <> coalesce(earlier.version, 0) + 1 then
    raise exception 'the version of setting % grows by one with each change', new.key;
  end if;
  insert into setting_change (key, version, before, after, reason, changed_by, changed_at)
  values (new.key, new.version, earlier.value, new.value, new.reason, new.changed_by, new.changed_at);
  return new;
end $$;

create trigger setting_written_down after insert or update on setting
  for each row execute function setting_is_written_down();

create function lookup_value_is_written_down() returns trigger language plpgsql as $$
declare
  earlier jsonb;
  earlier_version integer := 0;
begin
  if tg_op = 'UPDATE' then
    if (new.set, new.code) is distinct from (old.set, old.code) then raise exception 'a lookup value is never renamed'; end if;
    earlier := jsonb_build_object('label', old.label, 'position', old.position, 'active', old.active);
    earlier_version := old.version;
  end if;
  if new.version <> earlier_version + 1 then
    raise exception 'the version of lookup value % grows by one with each change', new.code;
  end if;
  insert into lookup_change (set, code, version, before, after, reason, changed_by, changed_at)
  values (new.set, new.code, new.version, earlier,
          jsonb_build_object('label', new.label, 'position', new.position, 'active', new.active),
          new.reason, new.changed_by, new.changed_at);
  return new;
end $$;

create trigger lookup_value_written_down after insert or update on lookup_value
  for each row execute function lookup_value_is_written_down();

create function settings_are_kept() returns trigger language plpgsql as $$
begin
  raise exception '% is kept: a setting is set back, a lookup value is made inactive, and history is append-only', tg_table_name;
end $$;

create trigger setting_kept before delete or truncate on setting for each statement execute function settings_are_kept();
create trigger lookup_value_kept before delete or truncate on lookup_value
  for each statement execute function settings_are_kept();
create trigger setting_change_kept before update or delete or truncate on setting_change
  for each statement execute function settings_are_kept();
create trigger lookup_change_kept before update or delete or truncate on lookup_change
  for each statement execute function settings_are_kept();

insert into lookup_value (set, code, label, position, active, version, reason, changed_at)
values
  ('document_type', 'passport', 'Passport', 10, true, 1, 'There from the beginning', now()),
  ('document_type', 'identity_card', 'Identity card', 20, true, 1, 'There from the beginning', now()),
  ('document_type', 'driving_licence', 'Driving licence', 30, true, 1, 'There from the beginning', now()),
  ('document_type', 'proof_of_address', 'Proof of address', 40, true, 1, 'There from the beginning', now());
