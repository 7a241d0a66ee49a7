-- A master key can be taken out of service: of a data key its wrapping may change, the bytes together with the master key that they are
-- of. Which key it is, since when, and that it was retired, stays.
create or replace function data_key_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
     and (new.purpose, new.version, new.active_from, new.created_at) = (old.purpose, old.version, old.active_from, old.created_at)
     and (new.wrapped = old.wrapped) = (new.wrapped_by = old.wrapped_by)
     and (old.retired_at is null or new.retired_at is not distinct from old.retired_at) then
    return new;
  end if;
  raise exception 'a data key is only ever retired, or wrapped by another master key';
end $$;
