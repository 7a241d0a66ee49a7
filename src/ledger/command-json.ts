import type { LedgerCommand } from './core/index.ts';

/** A command as the SQL type ledger_command reads it from JSON. Amounts travel as strings: JSON numbers lose units. */
export function commandJson(command: LedgerCommand): Record<string, unknown> {
  if (command.op === 'void') return { op: 'void', hold: command.hold, link: command.link };
  return {
    op: command.op === 'reversal' ? 'transfer' : command.op,
    id: command.id,
    kind: command.kind,
    reference: command.reference,
    description: command.description,
    metadata: command.metadata,
    initiator: command.initiatorId,
    link: command.link,
    amount: command.amount?.toString(),
    ...specifics(command),
  };
}

function specifics(command: Exclude<LedgerCommand, { op: 'void' }>): Record<string, unknown> {
  switch (command.op) {
    case 'transfer':
      return { debit: command.debit, credit: command.credit, asset: command.asset, effective_at: command.effectiveAt };
    case 'reversal':
      return { reverses: command.reverses };
    case 'hold':
      return { debit: command.debit, credit: command.credit, asset: command.asset, expires_at: command.expiresAt };
    case 'capture':
      return { hold: command.hold, credit: command.credit, final: command.final };
  }
}
