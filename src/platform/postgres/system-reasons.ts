/** Why something may see the rows of all people. There are no other ways to. */
export const SYSTEM_REASONS = {
  'sign-in': 'Who asks is what is being found out: registration, sign-in, refreshing',
  access: 'Who asks has a token; what they may is looked up',
  webhook: 'A provider tells something of a payment, whoever made it',
  people: 'Who somebody is, for those who treat, invite, serve or pay them',
  payee: 'Whether a wallet that is to be paid is there',
  membership: 'Whoever was invited joins a group that they are not in yet',
  'shared-answer': 'What several may ask for at once is read once, and whose it is is asked after it',
  'own-data': 'All that is kept of whoever asks, also what they do not see otherwise',
  operator: 'Somebody at the command line',
  administration: 'The caller has a permission over what is not theirs',
  job: 'A job works on what is due, whoever it belongs to',
  loop: 'A process works off what waits, as long as it lives, whoever it belongs to',
  mirror: 'A process takes its copy of what is in force for everybody',
  event: 'An event that was committed is delivered',
} as const;

export type SystemReason = keyof typeof SYSTEM_REASONS;
