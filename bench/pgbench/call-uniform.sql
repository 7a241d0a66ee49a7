-- The same in one call of a function.
\set debit random(1, 10000)
\set credit 1 + (:debit + random(0, 9998)) % 10000
\set moved random(1, 100)
select bench.post(:debit::int, :credit::int, :moved::bigint);
