-- When a person proved that an address or number is theirs; null until then, and again when it changes. How often every session of a
-- person was ended at once: a session remembers the number it began under, and is over with another.
ALTER TABLE "app_user" ADD COLUMN "email_verified_at" TIMESTAMPTZ(3),
  ADD COLUMN "phone_verified_at" TIMESTAMPTZ(3),
  ADD COLUMN "session_epoch" INTEGER NOT NULL DEFAULT 0;
