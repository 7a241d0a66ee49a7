import type { AccountState } from './account.ts';
import { linkedSets, sameAsNeighbour } from './command-set.ts';
import type { LedgerCommand } from './command.ts';
import { placeFreeze, releaseFreeze } from './freezes.ts';
import { captureHold, expireHolds, placeHold, voidHold } from './holds.ts';
import { POSTING_TEMPLATES, type PostingTemplate } from './posting-templates.ts';
import type { Entry, HoldStatus } from './records.ts';
import { isSameFreeze, isSameHold, isSameTransfer } from './same-content.ts';
import { changeAccount, copyOf, emptyState, type State } from './state.ts';
import { postReversal, postTransfer } from './transfers.ts';
import { EXISTS, POSTED, refused, type LedgerRefusal, type Verdict } from './verdict.ts';

/**
 * The ledger's rules in plain TypeScript: what a batch of commands does to a set of books. The SQL functions decide in
 * production; this is the statement of what they must decide, and the two are compared on random sequences.
 */
export class Books {
  private state: State;

  constructor(templates: readonly PostingTemplate[] = POSTING_TEMPLATES) {
    this.state = emptyState(templates);
  }

  /** The same books, to go another way from here. */
  copy(): Books {
    const copy = new Books();
    copy.state = copyOf(this.state);
    return copy;
  }

  open(account: AccountState): void {
    this.state.accounts.set(account.id, account);
  }

  setStatus(id: string, status: AccountState['status']): void {
    const account = this.state.accounts.get(id);
    if (account) changeAccount(this.state, account, { status });
  }

  /** From now on nothing takes effect before `moment`. Days do not open again: an earlier moment changes nothing. */
  closeThrough(moment: Date): void {
    const { closedThrough } = this.state;
    if (!closedThrough || moment > closedThrough) this.state = { ...this.state, closedThrough: moment };
  }

  account(id: string): AccountState | undefined {
    return this.state.accounts.get(id);
  }

  get accounts(): readonly AccountState[] {
    return [...this.state.accounts.values()];
  }

  get entries(): readonly Entry[] {
    return this.state.entries;
  }

  holdStatus(id: string): HoldStatus | undefined {
    return this.state.holds.get(id)?.status;
  }

  /**
   * Decides the commands in order. A refused one changes nothing and does not fail its neighbours; a linked set is all or
   * nothing. Holds past their time are let go before anything is decided.
   */
  post(commands: readonly LedgerCommand[], at: Date): Verdict[] {
    this.expire(at);
    return linkedSets(commands).flatMap((set) => this.applySet(set, at));
  }

  /** Lets go of every hold that is past its time. */
  expire(at: Date): void {
    expireHolds(this.state, at);
  }

  private applySet(set: readonly LedgerCommand[], at: Date): Verdict[] {
    const before = copyOf(this.state);
    const verdicts: Verdict[] = [];
    for (const command of set) {
      const verdict = sameAsNeighbour(this.apply(command, at), verdicts.at(-1));
      if (verdict.outcome === 'refused') {
        this.state = before;
        return set.map((_, index) => (index === verdicts.length ? verdict : refused('linked_refused')));
      }
      verdicts.push(verdict);
    }
    return verdicts;
  }

  private apply(command: LedgerCommand, at: Date): Verdict {
    const isSame = this.comparison(command);
    if (isSame !== undefined) return isSame ? EXISTS : refused('exists_with_different_content');
    const refusal = this.decide(command, at);
    return refusal === undefined ? POSTED : refused(refusal);
  }

  // What was done from somebody else's wallet is no repetition of ours.
  private mayActAs(owner: string | undefined, debited: string): boolean {
    return owner === undefined || this.state.accounts.get(debited)?.ownerId === owner;
  }

  /** Whether what was done under the command's id is the same; undefined when the id is new, or there is none. */
  private comparison(command: LedgerCommand): boolean | undefined {
    switch (command.op) {
      case 'void':
      case 'unfreeze':
        return undefined;
      case 'hold': {
        const earlier = this.state.holds.get(command.id);
        return earlier && isSameHold(earlier.command, command) && this.mayActAs(command.owner, command.debit);
      }
      case 'freeze': {
        const earlier = this.state.freezes.get(command.id);
        return earlier && isSameFreeze(earlier.command, command);
      }
      case 'transfer':
      case 'reversal':
      case 'capture': {
        const earlier = this.state.transfers.get(command.id);
        const owner = command.op === 'transfer' ? command.owner : undefined;
        return earlier && isSameTransfer(earlier, command) && this.mayActAs(owner, earlier.debit);
      }
    }
  }

  private decide(command: LedgerCommand, at: Date): LedgerRefusal | undefined {
    switch (command.op) {
      case 'transfer':
        return postTransfer(this.state, command, at);
      case 'reversal':
        return postReversal(this.state, command, at);
      case 'hold':
        return placeHold(this.state, command, at);
      case 'capture':
        return captureHold(this.state, command, at);
      case 'void':
        return voidHold(this.state, command);
      case 'freeze':
        return placeFreeze(this.state, command);
      case 'unfreeze':
        return releaseFreeze(this.state, command);
    }
  }
}
