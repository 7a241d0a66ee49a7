-- Whoever wrote any of a version does not let it decide, also when somebody else wrote the last of it.
create or replace function risk_rule_is_written_down() returns trigger language plpgsql as $$
declare
  earlier risk_rule;
begin
  if tg_op = 'UPDATE' then
    earlier := old;
    if (new.id, new.name, new.number) is distinct from (old.id, old.name, old.number) then
      raise exception 'a rule is never renamed';
    end if;
    if old.status <> 'draft' and (new.description, new.subjects, new.condition, new.score, new.when_unknown, new.author_id)
        is distinct from (old.description, old.subjects, old.condition, old.score, old.when_unknown, old.author_id) then
      raise exception 'only a draft is rewritten';
    end if;
    if old.status = 'retired' then raise exception 'a retired rule stays retired'; end if;
  end if;
  if new.version <> coalesce(earlier.version, 0) + 1 then
    raise exception 'the version of rule % grows by one with each change', new.name;
  end if;
  if new.status = 'live' and earlier.status is distinct from 'live'
      and (new.changed_by = new.author_id
           or exists (select from risk_rule_change c
                       where c.rule_id = new.id and c.status = 'draft' and c.changed_by = new.changed_by)) then
    raise exception 'a rule goes live by somebody else than who wrote it';
  end if;
  insert into risk_rule_change (rule_id, version, status_before, status, content, reason, changed_by, changed_at)
  values (new.id, new.version, earlier.status, new.status,
          jsonb_build_object('description', new.description, 'subjects', to_jsonb(new.subjects), 'condition', new.condition,
                             'score', new.score, 'whenUnknown', new.when_unknown),
          new.reason, new.changed_by, new.changed_at);
  return new;
end $$;
