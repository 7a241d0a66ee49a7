/** Routes that change something and say nothing of it, and why. */
export const SILENT_WRITES: Readonly<Record<string, string>> = {
  'POST /admin/ledger/verify': 'looks, and changes nothing',
  'PUT /presence': 'where people are is kept for hours; a log would keep it for good',
  'DELETE /presence': 'the same',
  'POST /fx/quotes': 'a price for half a minute that binds nobody; the exchange at it is logged',
  'POST /me/contacts/codes': 'a code that is good for minutes; what it proves is logged',
  'POST /webhooks/providers/:provider': 'brings an inquiry forward; what comes of it is logged',
  'POST /sandbox/payouts': 'plays a provider; what comes of it is logged',
  'POST /sandbox/challenges/:paymentId': 'plays a bank; what comes of it is logged',
};

/** Reads of administrators that show nobody's data. */
export const IMPERSONAL_READS: Readonly<Record<string, string>> = {
  'GET /admin/fx/positions': 'sums of the books',
  'GET /admin/fx/rates': 'prices',
  'GET /admin/fx/rates/:pair': 'prices',
  'GET /admin/jobs': 'the machinery',
  'GET /admin/ledger/aggregates': 'sums of the books',
  'GET /admin/ledger/anchors': 'hashes',
  'GET /admin/ledger/business-days': 'days',
  'GET /admin/ledger/chart': 'kinds of accounts',
  'GET /admin/ledger/monitors': 'thresholds of the platform',
  'GET /admin/ledger/trial-balance': 'sums of the books',
  'GET /admin/lookups': 'configuration',
  'GET /admin/lookups/:set': 'configuration',
  'GET /admin/lookups/:set/:code': 'configuration',
  'GET /admin/lookups/:set/:code/history': 'configuration, and which operator changed it',
  'GET /admin/outbox': 'the machinery: types and ids, no payloads',
  'GET /admin/payouts': 'payouts of the platform',
  'GET /admin/payouts/:id': 'payouts of the platform',
  'GET /admin/provider-balance-changes': 'sums of the books',
  'GET /admin/permissions': 'names of permissions',
  'GET /admin/roles': 'names of roles',
  'GET /admin/settings': 'configuration',
  'GET /admin/settings/:key': 'configuration',
  'GET /admin/settings/:key/history': 'configuration, and which operator changed it',
  'GET /admin/system': 'the machinery',
};
