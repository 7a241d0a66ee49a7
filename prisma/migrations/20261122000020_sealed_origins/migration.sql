-- Where a request came from is a person's, and an event of the audit log cannot be changed: it is sealed with a key of theirs that stays
-- the same, because what is sealed with it cannot be sealed anew, and that is destroyed with the others.

-- AlterTable
ALTER TABLE "person_key" ADD COLUMN     "archive_key" TEXT;

-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN     "logged_origin" TEXT,
ADD COLUMN     "origin" TEXT;


-- What a schema file cannot say.

alter table person_key add check (archive_key is null or destroyed_at is null);

drop trigger row_history on person_key;
select row_history_of('person_key', 'sealed_key', 'previous_key', 'archive_key');

alter table audit_event
  add constraint audit_event_origin check (octet_length(origin) <= 16384),
  add constraint audit_event_logged_origin check (octet_length(logged_origin) <= 32768 and (logged_origin is null or sequence is not null));

-- What an event says and where it stands in its chain never changes. One that has no place yet cannot be taken out. With its place it
-- gets what the log will say of where it came from, once.
create or replace function audit_guard_event() returns trigger language plpgsql as $$
declare placed boolean := tg_op = 'UPDATE' and old.sequence is null and new.sequence is not null;
begin
  if tg_op = 'DELETE' and old.sequence is not null then return old; end if;
  if tg_op = 'UPDATE' and row(new.position, new.event_id, new.service, new.occurred_at, new.database_transaction, new.content)
     = row(old.position, old.event_id, old.service, old.occurred_at, old.database_transaction, old.content)
     and (old.sequence is null or row(new.day, new.sequence, new.previous_hash, new.hash)
          is not distinct from row(old.day, old.sequence, old.previous_hash, old.hash))
     and (new.origin is not distinct from old.origin or new.origin is null and placed)
     and (new.logged_origin is not distinct from old.logged_origin or placed) then return new; end if;
  raise exception 'an audit event is not changed, nor removed before it has its place in the chain';
end $$;
