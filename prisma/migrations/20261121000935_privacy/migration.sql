-- CreateTable
CREATE TABLE "erasure" (
    "user_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "legal_hold" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "placed_by" UUID NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "released_by" UUID,
    "released_at" TIMESTAMPTZ(3),
    "release_reason" TEXT,

    CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "legal_hold_user_id_id_idx" ON "legal_hold"("user_id", "id");


-- What a schema file cannot say.

alter table erasure
  add foreign key (user_id) references app_user (id),
  add check (cause in ('person', 'retention')),
  add check (completed_at >= requested_at);

-- What waits, oldest first; and whose account has been closed for how long.
create index erasure_waiting on erasure (requested_at) where completed_at is null;
create index app_user_closed on app_user (deleted_at) where deleted_at is not null;

alter table legal_hold
  add foreign key (user_id) references app_user (id),
  add foreign key (placed_by) references app_user (id),
  add foreign key (released_by) references app_user (id),
  add check ((released_at is null) = (released_by is null) and (released_at is null) = (release_reason is null)),
  add check (released_at >= placed_at);

create index legal_hold_active on legal_hold (user_id) where released_at is null;

-- It is placed, and released once; nothing else ever happens to it.
create function legal_hold_is_released_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.released_at is null and new.released_at is not null
     and (new.id, new.user_id, new.reason, new.placed_by, new.placed_at)
       = (old.id, old.user_id, old.reason, old.placed_by, old.placed_at) then
    return new;
  end if;
  raise exception 'a legal hold is only ever released';
end $$;

create trigger legal_hold_is_released_once before update or delete on legal_hold
  for each row execute function legal_hold_is_released_once();
create trigger legal_hold_stays before truncate on legal_hold
  for each statement execute function legal_hold_is_released_once();

-- For whatever deletes what is a person's because its time is over.
create function is_held(person uuid) returns boolean language sql stable as $$
  select exists (select from legal_hold where user_id = person and released_at is null)
$$;

select row_security_by_owner('erasure', 'user_id');
select row_security_for_system('legal_hold');
revoke delete, truncate on legal_hold, erasure from trivet_app;
