-- The history of what proves who somebody is. Of a key, too, what is secret is masked: a recovery code is found by its hash.
create or replace function row_history_note() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  keys text[] := tg_argv[0]::text[];
  masked text[] := tg_argv[1]::text[];
  ignored text[] := tg_argv[2]::text[];
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  becomes jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  touched text[];
begin
  select array_agg(name order by name) into touched from jsonb_object_keys(coalesce(becomes, was)) name
   where was -> name is distinct from becomes -> name and name <> all(ignored);
  if touched is null then return null; end if;
  insert into row_change (changed_at, table_name, row_key, operation, columns, before, after, person, database_user, application,
                          database_transaction)
  values (date_trunc('milliseconds', clock_timestamp()), tg_table_name,
          (select string_agg(case when key = any(masked) then '[masked]' else coalesce(becomes, was) ->> key end, '/' order by place)
             from unnest(keys) with ordinality as k(key, place)),
          lower(tg_op), touched, row_history_masked(was, touched, masked), row_history_masked(becomes, touched, masked),
          nullif(current_setting('trivet.person', true), '')::uuid, session_user, current_setting('application_name'),
          (pg_current_xact_id()::text)::bigint);
  return null;
end $$;

select row_history_of('totp_factor', 'sealed_secret', '-last_step');
select row_history_of('recovery_code', 'code_hash');
select row_history_of('passkey', 'public_key', '-counter', '-last_used_at');
