-- A transfer as an application writes it by hand: seven statements.
\set debit random(1, 10000)
\set credit 1 + (:debit + random(0, 9998)) % 10000
\set moved random(1, 100)
begin;
update bench.account set balance = balance + case id when :debit::int then -:moved::bigint else :moved::bigint end, version = version + 1 where id = least(:debit::int, :credit::int);
update bench.account set balance = balance + case id when :debit::int then -:moved::bigint else :moved::bigint end, version = version + 1 where id = greatest(:debit::int, :credit::int);
insert into bench.transfer (debit_account_id, credit_account_id, amount) values (:debit::int, :credit::int, :moved::bigint) returning id \gset
insert into bench.entry (transfer_id, account_id, amount) values (:id, :debit::int, -:moved::bigint);
insert into bench.entry (transfer_id, account_id, amount) values (:id, :credit::int, :moved::bigint);
commit;
