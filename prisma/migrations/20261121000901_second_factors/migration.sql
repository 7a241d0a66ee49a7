-- The authenticator of a person: its secret is sealed with their key. `last_step` is the time step of the newest code that was taken:
-- no code is taken twice, and none that is older.
CREATE TABLE "totp_factor" (
    "user_id" UUID NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "totp_factor_pkey" PRIMARY KEY ("user_id")
);

-- Codes for who lost their authenticator, as HMACs; each is taken once.
CREATE TABLE "recovery_code" (
    "user_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("user_id","code_hash")
);

alter table totp_factor add foreign key (user_id) references app_user (id);
alter table recovery_code add foreign key (user_id) references app_user (id);

select row_security_by_owner('totp_factor', 'user_id');
select row_security_by_owner('recovery_code', 'user_id');
