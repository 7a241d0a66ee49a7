-- After its day a key is a new one and may lead to another review. Until then one review is for all repetitions: who asks under a key takes turns.
drop index risk_decision_one_review;
create index risk_decision_reviews_of_claim on risk_decision (claim_scope, created_at)
  where decision = 'review' and claim_scope is not null;
