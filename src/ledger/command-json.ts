import type { FreezeCommand, HoldCommand, LedgerCommand, TransferCommand, UnfreezeCommand } from './core/index.ts';

/** A command as the SQL type ledger_command reads it from JSON. Amounts travel as strings: JSON numbers lose units. */
export function commandJson(command: LedgerCommand): Record<string, unknown> {
  switch (command.op) {
    case 'void':
      return { op: 'void', hold: command.hold, link: command.link };
    case 'freeze':
      return freezeJson(command);
    case 'unfreeze':
      return unfreezeJson(command);
    case 'transfer':
    case 'reversal':
    case 'hold':
    case 'capture':
      return { op: command.op === 'reversal' ? 'transfer' : command.op, ...common(command), ...specifics(command) };
  }
}

type PostingCommand = Exclude<LedgerCommand, { op: 'void' | 'freeze' | 'unfreeze' }>;

function common(command: PostingCommand): Record<string, unknown> {
  return {
    id: command.id,
    kind: command.kind,
    reference: command.reference,
    description: command.description,
    metadata: command.metadata,
    initiator: command.initiatorId,
    link: command.link,
    amount: command.amount?.toString(),
  };
}

function specifics(command: PostingCommand): Record<string, unknown> {
  switch (command.op) {
    case 'transfer':
      return { ...partiesOf(command), effective_at: command.effectiveAt };
    case 'reversal':
      return { reverses: command.reverses };
    case 'hold':
      return { ...partiesOf(command), expires_at: command.expiresAt };
    case 'capture':
      return { hold: command.hold, credit: command.credit, final: command.final };
  }
}

function partiesOf({ debit, credit, asset, owner }: TransferCommand | HoldCommand): Record<string, unknown> {
  return { debit, credit, asset, owner };
}

/** The account is where a debit would be, and the reason where a description is. */
function freezeJson(command: FreezeCommand): Record<string, unknown> {
  const { op, id, kind, account: debit, amount, description, initiatorId: initiator, link } = command;
  return { op, id, kind, debit, amount: amount?.toString(), description, initiator, link };
}

/** The freeze is where a hold would be. */
function unfreezeJson({ op, freeze: hold, amount, link }: UnfreezeCommand): Record<string, unknown> {
  return { op, hold, amount: amount?.toString(), link };
}
