/** What writes an audit event, or posts to the ledger, whose transfers are logged from what it wrote itself. */
export const RECORDS: ReadonlySet<string> = new Set([
  ...['audit.record', 'audit.recordAll', 'audit.row', 'audit.announced'],
  ...['Ledger.post', 'Ledger.postOnce', 'Ledger.demandOnce'],
]);
