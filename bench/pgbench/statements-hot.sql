-- The hot account has the highest id: its row is locked last, and so for as short as can be.
\set debit random(1, 9999)
\set credit 10000
\set moved random(1, 100)
begin;
update bench.account set balance = balance + case id when :debit::int then -:moved::bigint else :moved::bigint end, version = version + 1 where id = least(:debit::int, :credit::int);
update bench.account set balance = balance + case id when :debit::int then -:moved::bigint else :moved::bigint end, version = version + 1 where id = greatest(:debit::int, :credit::int);
insert into bench.transfer (debit_account_id, credit_account_id, amount) values (:debit::int, :credit::int, :moved::bigint) returning id \gset
insert into bench.entry (transfer_id, account_id, amount) values (:id, :debit::int, -:moved::bigint);
insert into bench.entry (transfer_id, account_id, amount) values (:id, :credit::int, :moved::bigint);
commit;
