/** Something that must never be, found in the books. */
export interface BrokenInvariant {
  readonly check: string;
  /** The account, transfer or asset it is about. */
  readonly subject: string;
  readonly found: string;
}

/** What must always be true, and the query that finds where it is not: `$1` is when it is asked. */
export interface Invariant {
  readonly check: string;
  readonly sql: string;
}

/** Every invariant. A query finds `limit` breaches at most, as `subject` and `found`. */
export function invariants(limit: number): Invariant[] {
  // Materialized, because with a bare limit the planner hopes to find problems soon, and there are none.
  return Object.entries(BROKEN_SQL).map(([check, broken]) => ({
    check,
    sql: `with verified as (select $1::timestamptz as at), broken as materialized (${broken})
          select subject, found from broken limit ${limit}`,
  }));
}

// Where entries were detached, an account begins with its opening (ledger_opening) at the horizon.
const BROKEN_SQL = {
  'every asset sums to zero': `
    select asset as subject, sum(posted)::text as found from ledger_account group by asset having sum(posted) <> 0`,
  'every balance is the sum of its entries': `
    select a.id::text as subject, a.posted || ' but entries say ' || coalesce(e.total, 0) as found
      from ledger_account a
      left join (select account_id, sum(total) as total, sum(n) as n from (
             select account_id, sum(amount) as total, count(*) as n from ledger_entry group by account_id
             union all select account_id, posted, version from ledger_opening) parts group by account_id) e on e.account_id = a.id
     where a.posted <> coalesce(e.total, 0) or a.version <> coalesce(e.n, 0)`,
  'every entry starts where the one before it ended': `
    select account_id::text as subject, 'version ' || version as found from (
      select e.account_id, e.version, balance_before, lag(balance_after, 1, coalesce(o.posted, 0)) over w as previous,
             coalesce(o.version, 0) + row_number() over w as nth, created_at, lag(created_at) over w as previous_at
        from ledger_entry e left join ledger_opening o on o.account_id = e.account_id
      window w as (partition by e.account_id order by e.version)) e
     where balance_before <> previous or version <> nth or created_at < previous_at`,
  'every transfer has its two entries': `
    select t.id::text as subject, coalesce(e.n, 0) || ' entries' as found
      from ledger_transfer t
      left join (select e.transfer_id, count(*) as n,
                        count(*) filter (where t.debit_account_id = e.account_id and e.amount = -t.amount) as debits,
                        count(*) filter (where t.credit_account_id = e.account_id and e.amount = t.amount) as credits
                   from ledger_entry e join ledger_transfer t on t.id = e.transfer_id group by e.transfer_id) e on e.transfer_id = t.id
     where (e.n, e.debits, e.credits) is distinct from (2::bigint, 1::bigint, 1::bigint)
       and t.created_at >= coalesce(ledger_horizon(), '-infinity')`,
  'pending is what open holds keep': `
    select a.id::text as subject, a.pending_debits || '/' || a.pending_credits as found
      from ledger_account a
      left join (select debit_account_id as id, sum(amount - captured) as total from ledger_hold where status = 'pending' group by 1) d on d.id = a.id
      left join (select credit_account_id as id, sum(amount - captured) as total from ledger_hold where status = 'pending' group by 1) c on c.id = a.id
     where a.pending_debits <> coalesce(d.total, 0) or a.pending_credits <> coalesce(c.total, 0)`,
  'every hold captured what its transfers moved': `
    select h.id::text as subject, h.captured || ' but transfers say ' || coalesce(t.total, 0) as found
      from ledger_hold h
      left join (select hold_id, sum(amount) as total from ledger_transfer where hold_id is not null group by hold_id) t on t.hold_id = h.id
     where h.captured <> coalesce(t.total, 0)`,
  'no transfer is reversed beyond its amount': `
    select t.id::text as subject, r.total::text as found
      from (select reverses_id, sum(amount) as total from ledger_transfer where reverses_id is not null group by reverses_id) r
      join ledger_transfer t on t.id = r.reverses_id where r.total > t.amount`,
  'no account is beyond its limit': `
    select id::text as subject, posted::text as found from ledger_account a where ledger_available(a) < 0`,
  'no account was ever beyond its limit': `
    select a.id::text as subject, 'version ' || e.version as found
      from ledger_entry e join ledger_account a on a.id = e.account_id
     where ledger_sign(a.normal_side) * e.balance_after + a.overdraft_limit < 0`,
  'every hash is what its entries lead to': `
    select account::text as subject, problem as found from ledger_check_chain()`,
  'frozen is what active freezes keep': `
    select a.id::text as subject, a.frozen || '/' || a.status || ' but freezes say ' || coalesce(f.total, 0) as found
      from ledger_account a
      left join (select account_id, sum(amount - released) as total, bool_or(amount is null) as whole
                   from ledger_freeze where status = 'active' group by account_id) f on f.account_id = a.id
     where a.frozen <> coalesce(f.total, 0) or (f.whole and a.status = 'open')`,
  'every anchor is what its snapshots lead to': `
    select anchored::text as subject, problem as found from ledger_check_anchors()`,
  'no account was sealed further than it is': `
    select a.id::text as subject, 'version ' || a.version || ', but sealed to ' || c.version as found
      from ledger_chain c join ledger_account a on a.id = c.account_id where c.version > a.version`,
  'every entry is sealed within a day': `
    select a.id::text as subject, 'version ' || a.version || ', but sealed to ' || coalesce(c.version, 0) as found
      from ledger_account a left join ledger_chain c on c.account_id = a.id
     where a.version > coalesce(c.version, 0) and c.halted is null
       and exists (select from ledger_entry e where e.account_id = a.id and e.version > coalesce(c.version, 0)
                                                and e.created_at < (select at - interval '1 day' from verified))`,
  'no account is halted': `
    select account_id::text as subject, halted as found from ledger_chain where halted is not null`,
} as const;
