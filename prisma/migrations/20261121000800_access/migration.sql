-- CreateTable
CREATE TABLE "permission" (
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,

    CONSTRAINT "permission_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "role" (
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "role_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "role_permission" (
    "role" TEXT NOT NULL,
    "permission" TEXT NOT NULL,

    CONSTRAINT "role_permission_pkey" PRIMARY KEY ("role","permission")
);

-- CreateTable
CREATE TABLE "access_change" (
    "id" UUID NOT NULL,
    "change" TEXT NOT NULL,
    "user_id" UUID,
    "role" TEXT,
    "permission" TEXT,
    "reason" TEXT,
    "changed_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "access_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ended_session" (
    "session_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ended_session_pkey" PRIMARY KEY ("session_id")
);

-- CreateIndex
CREATE INDEX "access_change_user_id_id_idx" ON "access_change"("user_id", "id");

-- CreateIndex
CREATE INDEX "access_change_role_id_idx" ON "access_change"("role", "id");

-- CreateIndex
CREATE INDEX "ended_session_user_id_ended_at_idx" ON "ended_session"("user_id", "ended_at");

-- CreateIndex
CREATE INDEX "ended_session_ended_at_idx" ON "ended_session"("ended_at");


-- What a schema file cannot say.

-- The catalogue of permissions is code (platform/http/permissions.ts) and comes into its table when the application starts.
insert into role (name, description, built_in, created_at, updated_at)
select name, description, true, now(), now()
from (values
  ('customer', 'Has wallets, pays, buys treats and is treated'),
  ('bartender', 'A customer who serves at a venue'),
  ('venue_manager', 'Opens venues and manages their own'),
  ('cashier', 'Serves the customers of a branch'),
  ('branch_manager', 'Runs a branch'),
  ('mandate_maker', 'Prepares mandates for others to check'),
  ('mandate_checker', 'Checks mandates that others prepared'),
  ('finance_approver', 'Approves corrections that others asked for'),
  ('support', 'Helps customers'),
  ('auditor', 'Reads the books and checks them'),
  ('admin', 'May do everything')
) built_in (name, description);

alter table role add check (name ~ '^[a-z][a-z0-9_]{1,49}$');

alter table role_permission
  add foreign key (role) references role (name),
  add foreign key (permission) references permission (name);

alter table access_change
  add foreign key (user_id) references app_user (id),
  add foreign key (role) references role (name),
  add foreign key (changed_by) references app_user (id),
  add check (change in ('role_created', 'role_described', 'role_granted', 'role_revoked', 'permission_added', 'permission_removed')),
  add check ((user_id is not null) = (change in ('role_granted', 'role_revoked'))),
  add check ((permission is not null) = (change in ('permission_added', 'permission_removed'))),
  add check (role is not null);

alter table ended_session add foreign key (user_id) references app_user (id);

create function access_change_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'access_change is append-only';
end $$;

create trigger access_change_append_only before update or delete or truncate on access_change
  for each statement execute function access_change_is_append_only();

-- The grants of a person are the array app_user.roles: an array has no foreign key, so this stands for one. A role is never deleted.
create function app_user_roles_exist() returns trigger language plpgsql as $$
declare
  unknown text;
begin
  select r into unknown from unnest(new.roles) r where not exists (select from role where name = r) limit 1;
  if unknown is not null or array_position(new.roles, null) is not null then
    raise exception 'there is no role %', unknown;
  end if;
  return new;
end $$;

create trigger app_user_roles_exist before insert or update of roles on app_user
  for each row execute function app_user_roles_exist();

create function role_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'a role is never deleted or renamed';
end $$;

create trigger role_kept before delete on role for each row execute function role_is_kept();
create trigger role_name_kept before update on role for each row
  when (old.name is distinct from new.name) execute function role_is_kept();
