import { Pool } from 'pg';
import { createTestDatabase, ownerPool, type TestDatabase } from '../support/test-database.ts';

/** Tables whose rows are nobody's, or everybody's to read, and why. Every other table says whose its rows are. */
const OF_NOBODY: Readonly<Record<string, string>> = {
  permission: 'what there is to be allowed; about no person',
  role: 'what people can be; about no person',
  role_permission: 'what roles may; about no person',
  ledger_asset: 'currencies',
  ledger_posting_template: 'which kind of account may pay which',
  ledger_business_day: 'days of the books',
  ledger_anchor: 'hashes over the books',
  ledger_retention: 'which months were detached',
  idempotency_claim: 'found by an unguessable hash of who asked for what; names nobody',
  job_run: 'runs of jobs',
  data_key: 'keys of the platform, wrapped in another',
  provider_feed: 'how far a provider’s own list was read',
  sandbox_dispute: 'books of a provider that stands outside',
  sandbox_payout: 'books of a provider that stands outside',
  sandbox_charge: 'books of a provider that stands outside',
  sandbox_refund: 'books of a provider that stands outside',
  venue: 'public',
  menu_item: 'public',
  fx_rate: 'public; who set it is shown to administrators alone',
  risk_rule: 'of the platform; shown to administrators alone',
  risk_rule_change: 'of the platform; shown to administrators alone',
  setting: 'of the platform',
  setting_change: 'of the platform; shown to administrators alone',
  lookup_value: 'of the platform',
  lookup_change: 'of the platform; shown to administrators alone',
};

/** Functions that have their owner's rights. Each is a door: what it lets through it must decide itself. */
const DOORS = [
  ...['ledger_anchor_next', 'ledger_close_day', 'ledger_detach_partition', 'ledger_dry_run', 'ledger_expire'],
  ...[
    'ledger_forget_hold_texts',
    'ledger_lock_freeze',
    'ledger_make_partition',
    'ledger_open_account',
    'ledger_post',
    'ledger_post_items',
    'ledger_post_noted',
    'ledger_seal',
  ],
  ...['row_history_drop_month', 'row_history_make_partition', 'row_history_note', 'row_history_sweep'],
  ...['row_security_accounts', 'row_security_groups', 'row_security_venues'],
];

/** Bits of pg_trigger.tgtype. A trigger before both forbids both. */
const BEFORE_UPDATE_OR_DELETE = 2 | 8 | 16;

/** Tables whose trigger lets some changes through: it says which. */
const GUARDED: Readonly<Record<string, string>> = {
  audit_event: 'gets its place in the chain, and leaves when the log has it',
  data_key: 'is retired, or wrapped by another master key, and never another key',
  legal_hold: 'is released once, and nothing else',
  audit_chain: 'grows until its day is sealed',
};

const HOW_TO_MEND = `add to the migration that makes the table, for instance: select row_security_by_owner('<table>', 'user_id');`;

// Real: PostgreSQL, with every migration applied; what its catalogue says.
describe('whose the rows of a table are', () => {
  let database: TestDatabase;
  let owner: Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = ownerPool(database.ownerUrl);
  });

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  const names = async (sql: string): Promise<string[]> =>
    (await owner.query<{ name: string }>(sql)).rows.map(({ name }) => name).sort();

  it('is said of every table', async () => {
    const silent = await names(`
      select relname as name from pg_class c
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
         and not (relrowsecurity and relforcerowsecurity
                  and exists (select from pg_policy where polrelid = c.oid and polname = 'everything'))`);
    const unexplained = silent.filter((name) => !(name in OF_NOBODY));
    expect(unexplained.map((name) => `${name}: ${HOW_TO_MEND}`)).toEqual([]);
    expect(Object.keys(OF_NOBODY).filter((name) => !silent.includes(name))).toEqual([]);
  });

  it('is what a person sees them by: nothing is let through by true', async () => {
    const open = await names(`
      select relname as name from pg_policy p join pg_class c on c.oid = p.polrelid
       where 'trivet_app'::regrole = any (polroles) and pg_get_expr(polqual, polrelid) = 'true'`);
    expect(open).toEqual([]);
  });

  it('cannot be got around by a partition or a view', async () => {
    const around = await names(`
      select relname as name from pg_class
       where relnamespace = 'public'::regnamespace
         and ((relispartition and has_table_privilege('trivet_app', oid, 'select'))
              or (relkind in ('v', 'm') and not coalesce(reloptions @> '{security_invoker=true}', false)))`);
    expect(around).toEqual([]);
  });

  it('is told to functions by who calls them, but for the doors, whose names mean what they meant when they were made', async () => {
    const doors = `
      select distinct proname as name from pg_proc p
       where pronamespace = 'public'::regnamespace and prosecdef
         and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`;
    expect(await names(doors)).toEqual(DOORS.sort());
    expect(
      await names(
        `${doors} and not coalesce(array_to_string(proconfig, ',') like '%search_path=public, pg_temp%', false)`,
      ),
    ).toEqual([]);
  });

  it('stays when the row is append-only: the application can neither change nor remove it', async () => {
    const writable = await names(`
      select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where (t.tgtype & ${BEFORE_UPDATE_OR_DELETE}) = ${BEFORE_UPDATE_OR_DELETE} and not c.relispartition
         and has_table_privilege('trivet_app', c.oid, 'update, delete, truncate')`);
    expect(
      writable.filter((name) => !(name in GUARDED)).map((name) => `${name}: select append_only_for_app('${name}');`),
    ).toEqual([]);
  });
});
