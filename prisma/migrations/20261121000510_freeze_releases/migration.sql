-- CreateTable
CREATE TABLE "freeze_release" (
    "freeze_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "amount" BIGINT,
    "reason" TEXT NOT NULL,
    "released_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "freeze_release_pkey" PRIMARY KEY ("freeze_id","sequence")
);


-- What a schema file cannot say.

alter table freeze_release
  add foreign key (freeze_id) references ledger_freeze (id),
  add foreign key (released_by) references app_user (id),
  add check (amount > 0),
  add check (sequence > 0);

-- Who let go of what, and why, is evidence.
create trigger freeze_release_append_only before update or delete on freeze_release
  for each row execute function ledger_forbid();
create trigger freeze_release_no_truncate before truncate on freeze_release
  for each statement execute function ledger_forbid();
