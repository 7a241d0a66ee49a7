-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "permissions" TEXT[],
    "secret_hash" TEXT NOT NULL,
    "former_hash" TEXT,
    "former_until" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "rotated_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "api_key_user_id_id_idx" ON "api_key"("user_id", "id");

-- CreateIndex
CREATE INDEX "api_key_expires_at_idx" ON "api_key"("expires_at");


-- What a schema file cannot say.

-- A hash is the SHA-256 of 256 random bits, in base64url: nothing that could be guessed is kept.
alter table api_key
  add foreign key (user_id) references app_user (id),
  add check (secret_hash ~ '^[A-Za-z0-9_-]{43}$'),
  add check (former_hash ~ '^[A-Za-z0-9_-]{43}$'),
  add check (former_hash <> secret_hash),
  add check ((former_hash is null) = (former_until is null)),
  add check (cardinality(permissions) between 1 and 500),
  add check (length(name) between 1 and 100),
  add check (expires_at > created_at);

select row_security_by_owner('api_key', 'user_id');
