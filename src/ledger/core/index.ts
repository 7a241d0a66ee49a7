export { balancesOf, signOf, type AccountState, type AccountStatus, type Balances } from './account.ts';
export { Books } from './books.ts';
export { ACCOUNT_KINDS, accountCode, type AccountKind, type NormalSide } from './chart.ts';
export { MAX_AMOUNT, MAX_BATCH_SIZE } from './command.ts';
export type {
  CaptureCommand,
  FreezeCommand,
  HoldCommand,
  LedgerCommand,
  ReversalCommand,
  TransferCommand,
  UnfreezeCommand,
  VoidCommand,
} from './command.ts';
export { POSTING_TEMPLATES, type PostingTemplate } from './posting-templates.ts';
export { holdStatusAt, transferOf, type Entry, type Hold, type HoldStatus, type Transfer } from './records.ts';
export { type LedgerRefusal, type Verdict } from './verdict.ts';
