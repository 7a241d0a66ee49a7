-- The hot account has the highest id: its row is locked last, and so for as short as can be.
\set debit random(1, 9999)
\set credit 10000
\set moved random(1, 100)
select bench.post(:debit::int, :credit::int, :moved::bigint);
