-- The audit log. An event is written here in the transaction of what it tells of, gets its place in the chain of its service and
-- day, is brought to DynamoDB, and leaves. The heads of the chains stay.

-- A UUIDv7 of the moment, so that events sort by it.
create function audit_event_id(moment timestamptz) returns uuid language sql volatile as $$
  select encode(set_byte(bytes, 6, (get_byte(bytes, 6) & 15) | 112), 'hex')::uuid
    from (select overlay(uuid_send(gen_random_uuid()) placing
                 substring(int8send((extract(epoch from moment) * 1000)::bigint) from 3) from 1 for 6) as bytes) made
$$;

-- CreateTable
CREATE TABLE "audit_event" (
    "position" BIGSERIAL NOT NULL,
    "event_id" UUID NOT NULL DEFAULT audit_event_id(clock_timestamp()),
    "service" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
    "database_transaction" BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,
    "content" TEXT NOT NULL,
    "day" DATE,
    "sequence" BIGINT,
    "previous_hash" BYTEA,
    "hash" BYTEA,
    "available_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "audit_chain" (
    "service" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3),
    "previous_anchor" BYTEA,
    "anchor" BYTEA,

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("service","day")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_event_id_key" ON "audit_event"("event_id");

create index audit_event_unchained on audit_event (position) where sequence is null;
create index audit_event_undelivered on audit_event (available_at, position) where sequence is not null;
create index audit_chain_unsealed on audit_chain (day, service) where sealed_at is null;

alter table audit_event
  add constraint audit_event_service check (service ~ '^[a-z][a-z0-9-]{0,39}$'),
  add constraint audit_event_content check (octet_length(content) <= 131072),
  add constraint audit_event_chained check (num_nonnulls(day, sequence, previous_hash, hash) in (0, 4));
alter table audit_chain
  add constraint audit_chain_sequence check (sequence >= 0),
  add constraint audit_chain_sealed check ((sealed_at is null) = (anchor is null));

-- What an event says and where it stands in its chain never changes. One that has no place yet cannot be taken out.
create function audit_guard_event() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.sequence is not null then return old; end if;
  if tg_op = 'UPDATE' and row(new.position, new.event_id, new.service, new.occurred_at, new.database_transaction, new.content)
     = row(old.position, old.event_id, old.service, old.occurred_at, old.database_transaction, old.content)
     and (old.sequence is null or row(new.day, new.sequence, new.previous_hash, new.hash)
          is not distinct from row(old.day, old.sequence, old.previous_hash, old.hash)) then return new; end if;
  raise exception 'an audit event is not changed, nor removed before it has its place in the chain';
end $$;
create trigger audit_event_guard before update or delete on audit_event for each row execute function audit_guard_event();

-- A chain only grows, and not at all once its day is sealed; days of a service begin in order.
create function audit_guard_chain() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.sealed_at is null and not exists (select from audit_chain sealed
       where sealed.service = new.service and sealed.day >= new.day and sealed.sealed_at is not null) then return new; end if;
  if tg_op = 'UPDATE' and old.sealed_at is null and row(new.service, new.day) = row(old.service, old.day)
     and (new.sequence > old.sequence or row(new.sequence, new.hash) = row(old.sequence, old.hash)) then return new; end if;
  raise exception 'a chain of audit events only grows, until its day is sealed';
end $$;
create trigger audit_chain_guard before insert or update or delete on audit_chain
  for each row execute function audit_guard_chain();

create function audit_forbid_truncate() returns trigger language plpgsql as $$
begin
  raise exception 'the table % is not emptied', tg_table_name;
end $$;
create trigger audit_event_no_truncate before truncate on audit_event for each statement execute function audit_forbid_truncate();
create trigger audit_chain_no_truncate before truncate on audit_chain for each statement execute function audit_forbid_truncate();

-- Whoever gives events their places, or seals a day, is alone: nothing comes into a day while it is sealed. False when somebody is.
create function audit_alone() returns boolean language sql volatile as $$
  select pg_try_advisory_xact_lock(7265340)
$$;

-- Seals the oldest day of a service that has been over for an hour and waits for nothing; returns whether there was one. The anchor
-- covers the day's length, its last hash, and the anchor before it.
create function audit_seal_next(at timestamptz) returns boolean language plpgsql as $$
declare
  next audit_chain;
  before_it bytea;
begin
  if not audit_alone() then return false; end if;
  select c.* into next from audit_chain c
   where c.sealed_at is null and (c.day + 1)::timestamp at time zone 'UTC' <= at - interval '1 hour'
     and not exists (select from audit_event e where e.sequence is null and e.service = c.service
                      and e.occurred_at < (c.day + 1)::timestamp at time zone 'UTC')
     and not exists (select from audit_chain earlier where earlier.service = c.service and earlier.day < c.day
                      and earlier.sealed_at is null)
   order by c.day, c.service limit 1;
  if not found then return false; end if;
  select c.anchor into before_it from audit_chain c where c.service = next.service and c.day < next.day order by c.day desc limit 1;
  update audit_chain c set sealed_at = date_trunc('milliseconds', at), previous_anchor = before_it,
         anchor = sha256(coalesce(before_it, ''::bytea)
                         || convert_to(format('%s#%s#%s#', next.service, next.day, next.sequence), 'UTF8') || next.hash)
   where c.service = next.service and c.day = next.day;
  return true;
end $$;
