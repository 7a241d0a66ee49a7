-- What pgbench's scripts work on: a ledger as one writes it by hand, with the least that double entry takes.
create schema bench;

create table bench.account (
  id int primary key,
  balance bigint not null,
  version bigint not null default 0
);

create table bench.transfer (
  id bigint generated always as identity primary key,
  debit_account_id int not null,
  credit_account_id int not null,
  amount bigint not null,
  created_at timestamptz not null default now()
);

create table bench.entry (
  transfer_id bigint not null,
  account_id int not null,
  amount bigint not null,
  created_at timestamptz not null default now(),
  primary key (account_id, transfer_id)
);

insert into bench.account (id, balance) select id, 1000000000 from generate_series(1, 10000) id;

-- The same in one call. Rows are locked in the order of their ids, as in the script of several statements.
create function bench.post(debit int, credit int, moved bigint) returns bigint language plpgsql as $$
declare made bigint;
begin
  update bench.account set balance = balance + case id when debit then -moved else moved end, version = version + 1
   where id = least(debit, credit);
  update bench.account set balance = balance + case id when debit then -moved else moved end, version = version + 1
   where id = greatest(debit, credit);
  insert into bench.transfer (debit_account_id, credit_account_id, amount) values (debit, credit, moved) returning id into made;
  insert into bench.entry (transfer_id, account_id, amount) values (made, debit, -moved);
  insert into bench.entry (transfer_id, account_id, amount) values (made, credit, moved);
  return made;
end $$;
