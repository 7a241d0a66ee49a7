-- AlterTable
ALTER TABLE "payment_method" ADD COLUMN     "card_index" TEXT;

-- CreateTable
CREATE TABLE "data_key" (
    "purpose" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "wrapped_by" TEXT NOT NULL,
    "active_from" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "data_key_pkey" PRIMARY KEY ("purpose","version")
);

-- CreateTable
CREATE TABLE "person_key" (
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "sealed_key" TEXT,
    "previous_key" TEXT,
    "data_key_version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "rotated_at" TIMESTAMPTZ(3) NOT NULL,
    "destroyed_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_key_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE INDEX "person_key_data_key_version_user_id_idx" ON "person_key"("data_key_version", "user_id");


-- What a schema file cannot say.

alter table data_key
  add check (purpose in ('seal', 'index')),
  add check (version > 0);

-- A wrapped key that is gone takes everything with it that it sealed.
create function data_key_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.purpose, new.version, new.wrapped, new.wrapped_by, new.active_from, new.created_at)
       = (old.purpose, old.version, old.wrapped, old.wrapped_by, old.active_from, old.created_at) then
    return new;
  end if;
  raise exception 'a data key is only ever retired';
end $$;

create trigger data_key_stays before update or delete on data_key for each row execute function data_key_stays();
create trigger data_key_stays_whole before truncate on data_key for each statement execute function data_key_stays();

alter table person_key
  add foreign key (user_id) references app_user (id),
  add check (version > 0),
  add check ((sealed_key is null) = (destroyed_at is not null)),
  add check (previous_key is null or sealed_key is not null);

-- What was destroyed is not made again: it would look like the key of what it cannot open.
create function person_key_stays_destroyed() returns trigger language plpgsql as $$
begin
  raise exception 'the key of % was destroyed', old.user_id;
end $$;

create trigger person_key_stays_destroyed before update on person_key for each row
  when (old.destroyed_at is not null and new.sealed_key is not null) execute function person_key_stays_destroyed();

select row_security_by_owner('person_key', 'user_id');

-- One method a card for each person.
create unique index payment_method_card on payment_method (user_id, card_index) where removed_at is null and card_index is not null;

-- What is sealed as it was before data keys, until the job has sealed it anew.
create index payment_method_first_format on payment_method (user_id) where sealed_token like 'v1.%';
create index user_profile_first_format on user_profile (user_id) where sealed_details like 'v1.%';
