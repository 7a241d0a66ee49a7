-- Transfers and holds are logged from what the ledger wrote: whoever posts a batch leaves a note of who asked for what, one row a batch,
-- in the same statement; the relay makes an audit event of each command that was posted.

-- CreateTable
CREATE TABLE "audit_posting" (
    "position" BIGSERIAL NOT NULL,
    "database_transaction" BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,
    "notes" TEXT NOT NULL,
    "answer" JSONB NOT NULL,

    CONSTRAINT "audit_posting_pkey" PRIMARY KEY ("position")
);

-- The function below writes it, the system takes it away.
select row_security_where('audit_posting', 'false');
revoke all on audit_posting from trivet_app, trivet_system;
grant select, update, delete on audit_posting to trivet_system; -- update: to lock what it takes

-- What ledger_post_items does, with its notes.
create function ledger_post_noted(commands ledger_command[], scopes uuid[], fingerprints uuid[], at timestamptz, notes text)
returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare answer jsonb := ledger_post_items(commands, scopes, fingerprints, at);
begin
  insert into audit_posting (notes, answer) values (notes, answer);
  return answer;
end $$;
revoke execute on function ledger_post_noted(ledger_command[], uuid[], uuid[], timestamptz, text) from public;
grant execute on function ledger_post_noted(ledger_command[], uuid[], uuid[], timestamptz, text) to trivet_app;
