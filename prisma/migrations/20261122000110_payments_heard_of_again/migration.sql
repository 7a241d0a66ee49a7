-- A payment that ended without money is asked about again when something is heard of it: its provider may have taken some
-- all the same. Whoever is not asked about has no time for it.
drop index payment_unresolved;
create index payment_inquired on payment (inquire_at) where inquire_at is not null;
