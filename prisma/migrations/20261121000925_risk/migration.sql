-- Rules over what people do, what they decided, and whom nothing is taken from.

-- CreateTable
CREATE TABLE "risk_rule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "subjects" TEXT[],
    "condition" JSONB NOT NULL,
    "score" INTEGER NOT NULL,
    "when_unknown" TEXT NOT NULL,
    "author_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "changed_by" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "risk_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "risk_rule_change" (
    "rule_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "status_before" TEXT,
    "status" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "changed_by" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "risk_rule_change_pkey" PRIMARY KEY ("rule_id","version")
);

-- CreateTable
CREATE TABLE "risk_listing" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "added_by" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_reason" TEXT,
    "removed_by" UUID,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "risk_listing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "risk_decision" (
    "id" UUID NOT NULL,
    "movement_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "parts" JSONB NOT NULL,
    "device" TEXT,
    "address" TEXT,
    "decision" TEXT NOT NULL,
    "score" INTEGER NOT NULL,
    "reasons" TEXT[],
    "claim_scope" UUID,
    "claim_fingerprint" UUID,
    "review_status" TEXT,
    "review_version" INTEGER NOT NULL,
    "reviewer_id" UUID,
    "review_reason" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "risk_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "risk_rule_name_number_key" ON "risk_rule"("name", "number");

-- CreateIndex
CREATE INDEX "risk_decision_user_id_id_idx" ON "risk_decision"("user_id", "id");

-- CreateIndex
CREATE INDEX "risk_decision_review_status_id_idx" ON "risk_decision"("review_status", "id");

-- What a schema file cannot say.

-- Of one name, one version is written, one is watched and one decides.
create unique index risk_rule_one_of_a_status on risk_rule (name, status) where status <> 'retired';
create unique index risk_listing_once on risk_listing (kind, value) where removed_at is null;
-- One review for all repetitions of a request.
create unique index risk_decision_one_review on risk_decision (claim_scope) where decision = 'review' and claim_scope is not null;

alter table risk_rule
  add foreign key (author_id) references app_user (id),
  add foreign key (changed_by) references app_user (id),
  add check (status in ('draft', 'shadow', 'live', 'retired')),
  add check (when_unknown in ('open', 'closed')),
  add check (score between 1 and 1000),
  add check (cardinality(subjects) > 0);
alter table risk_rule_change
  add foreign key (rule_id) references risk_rule (id),
  add foreign key (changed_by) references app_user (id);
alter table risk_listing
  add foreign key (added_by) references app_user (id),
  add foreign key (removed_by) references app_user (id),
  add check (kind in ('person', 'payee', 'device', 'address')),
  add check (effect in ('block', 'watch')),
  add check ((removed_at is null) = (removed_by is null) and (removed_at is null) = (removed_reason is null));
alter table risk_decision
  add foreign key (user_id) references app_user (id),
  add foreign key (reviewer_id) references app_user (id),
  add check (decision in ('review', 'block')),
  add check (review_status in ('open', 'taken', 'approved', 'rejected')),
  add check ((decision = 'review') = (review_status is not null)),
  add check ((claim_scope is null) = (claim_fingerprint is null)),
  add check (reviewer_id is distinct from user_id);

-- The history is written here, and not by the application, so that nothing is changed without a line of it.
create function risk_rule_is_written_down() returns trigger language plpgsql as $$
declare
  earlier risk_rule;
begin
  if tg_op = 'UPDATE' then
    earlier := old;
    if (new.id, new.name, new.number) is distinct from (old.id, old.name, old.number) then
      raise exception 'a rule is never renamed';
    end if;
    if old.status <> 'draft' and (new.description, new.subjects, new.condition, new.score, new.when_unknown, new.author_id)
        is distinct from (old.description, old.subjects, old.condition, old.score, old.when_unknown, old.author_id) then
      raise exception 'only a draft is rewritten';
    end if;
    if old.status = 'retired' then raise exception 'a retired rule stays retired'; end if;
  end if;
  if new.version <> coalesce(earlier.version, 0) + 1 then
    raise exception 'the version of rule % grows by one with each change', new.name;
  end if;
  if new.status = 'live' and earlier.status is distinct from 'live' and new.changed_by = new.author_id then
    raise exception 'a rule goes live by somebody else than who wrote it';
  end if;
  insert into risk_rule_change (rule_id, version, status_before, status, content, reason, changed_by, changed_at)
  values (new.id, new.version, earlier.status, new.status,
          jsonb_build_object('description', new.description, 'subjects', to_jsonb(new.subjects), 'condition', new.condition,
                             'score', new.score, 'whenUnknown', new.when_unknown),
          new.reason, new.changed_by, new.changed_at);
  return new;
end $$;

create trigger risk_rule_written_down after insert or update on risk_rule
  for each row execute function risk_rule_is_written_down();

create function risk_is_kept() returns trigger language plpgsql as $$
begin
  raise exception '% is kept: a rule is retired, a listing is taken off, and history is append-only', tg_table_name;
end $$;

create trigger risk_rule_kept before delete or truncate on risk_rule for each statement execute function risk_is_kept();
create trigger risk_rule_change_kept before update or delete or truncate on risk_rule_change
  for each statement execute function risk_is_kept();
create trigger risk_listing_kept before delete or truncate on risk_listing for each statement execute function risk_is_kept();
create trigger risk_decision_kept before delete or truncate on risk_decision for each statement execute function risk_is_kept();

-- What was decided does not change; what came of its review does, until it is decided too. What a person is forgotten by is taken out.
create function risk_decision_stays() returns trigger language plpgsql as $$
begin
  if (new.id, new.movement_id, new.subject, new.user_id, new.parts, new.decision, new.score, new.reasons, new.claim_scope,
      new.claim_fingerprint, new.created_at)
      is distinct from
     (old.id, old.movement_id, old.subject, old.user_id, old.parts, old.decision, old.score, old.reasons, old.claim_scope,
      old.claim_fingerprint, old.created_at)
      or (new.device is distinct from old.device and new.device is not null)
      or (new.address is distinct from old.address and new.address is not null) then
    raise exception 'a decision is not changed';
  end if;
  if (old.decision = 'block' or old.review_status in ('approved', 'rejected'))
      and (new.review_status, new.review_version, new.reviewer_id, new.review_reason, new.reviewed_at)
          is distinct from
          (old.review_status, old.review_version, old.reviewer_id, old.review_reason, old.reviewed_at) then
    raise exception 'a decision is not changed';
  end if;
  return new;
end $$;

create trigger risk_decision_stays before update on risk_decision for each row execute function risk_decision_stays();

select row_security_by_owner('risk_decision', 'user_id');
select row_security_for_system('risk_listing');
select append_only_for_app('risk_rule_change');
