-- The key that a person's key replaced still opens what old backups hold: the history of rows hides it as it hides the key, and
-- forgets what it said of it so far.
drop trigger row_history on person_key;
select row_history_of('person_key', 'sealed_key', 'previous_key');

alter table row_change disable trigger row_change_guard;
update row_change
   set before = case when before ->> 'previous_key' is null then before else before || '{"previous_key": "[masked]"}' end,
       after = case when after ->> 'previous_key' is null then after else after || '{"previous_key": "[masked]"}' end
 where table_name = 'person_key';
alter table row_change enable trigger row_change_guard;
