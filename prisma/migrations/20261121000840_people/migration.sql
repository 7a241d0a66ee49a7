-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "kyc_status" TEXT NOT NULL DEFAULT 'pending';

-- CreateTable
CREATE TABLE "user_profile" (
    "user_id" UUID NOT NULL,
    "sealed_details" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_profile_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "user_change" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "from_value" TEXT NOT NULL,
    "to_value" TEXT NOT NULL,
    "reason" TEXT,
    "changed_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "user_change_user_id_id_idx" ON "user_change"("user_id", "id");

-- CreateIndex
CREATE INDEX "app_user_status_id_idx" ON "app_user"("status", "id");

-- CreateIndex
CREATE INDEX "app_user_kyc_status_id_idx" ON "app_user"("kyc_status", "id");


-- What a schema file cannot say.

alter table app_user
  add check (status in ('active', 'suspended', 'deleted')),
  add check ((status = 'deleted') = (deleted_at is not null)),
  add check (kyc_status in ('pending', 'submitted', 'verified', 'rejected'));

alter table user_profile add foreign key (user_id) references app_user (id);

alter table user_change
  add foreign key (user_id) references app_user (id),
  add foreign key (changed_by) references app_user (id),
  add check (field in ('status', 'kyc')),
  add check (from_value <> to_value);

create function user_change_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'user_change is append-only';
end $$;

create trigger user_change_append_only before update or delete or truncate on user_change
  for each statement execute function user_change_is_append_only();
