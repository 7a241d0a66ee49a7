-- An event that the log has stays until the queue has it too, where there is one. Each way finds its own by an index of its own.

-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN "logged_at" TIMESTAMPTZ(3);

alter table audit_event add constraint audit_event_logged check (logged_at is null or sequence is not null);
drop index audit_event_undelivered;
create index audit_event_undelivered on audit_event (available_at, position) where sequence is not null and logged_at is null;
create index audit_event_unsent on audit_event (available_at, position) where logged_at is not null;
