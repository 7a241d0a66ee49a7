import { Injectable, Logger } from '@nestjs/common';
import type { TransferCommand } from '../../ledger/core/index.ts';
import { Ledger } from '../../ledger/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Booking } from './recorded-change.ts';
import type { BalanceChange, Money } from './provider-account.ts';

const NOTHING: Booking = { feeTransferId: null, conversionTransferIds: [] };

/** The money of changes of our balance at a provider that is not booked with what they belong to: fees, and its conversions. */
@Injectable()
export class BalancePostings {
  private readonly logger = new Logger(BalancePostings.name);

  constructor(private readonly ledger: Ledger) {}

  /** The ids of the transfers that a change will become: none in a currency that the books do not have. */
  async plan({ reference, feeMinor, conversion, amountMinor, currency }: BalanceChange): Promise<Booking> {
    if (feeMinor === 0n && !conversion) return NOTHING;
    if (!(await this.ledger.supports(currency))) {
      this.logger.error(
        `${reference} is in ${currency}, which the books do not have: its fee and conversion are not posted`,
      );
      return NOTHING;
    }
    if (conversion && !conversion.from)
      this.logger.error(`${reference} was converted to ${currency} from nobody knows what: that is not posted`);
    const legs = [conversion?.from?.amountMinor ?? 0n, conversion?.from ? amountMinor : 0n];
    return {
      feeTransferId: feeMinor === 0n ? null : this.ledger.newTransferId(),
      conversionTransferIds: legs.filter((amount) => amount !== 0n).map(() => this.ledger.newTransferId()),
    };
  }

  /** Posts what was planned. */
  async post(tx: Tx, provider: string, change: BalanceChange, booking: Booking): Promise<void> {
    const commands = [
      ...(await this.fee(tx, provider, change, booking)),
      ...(await this.conversion(tx, provider, change, booking)),
    ];
    if (commands.length > 0) await this.ledger.demand(tx, commands);
  }

  // Dr provider-fee, Cr provider-clearing; the other way round for one that is given back.
  private async fee(
    tx: Tx,
    provider: string,
    change: BalanceChange,
    { feeTransferId: id }: Booking,
  ): Promise<TransferCommand[]> {
    if (id === null) return [];
    const { feeMinor, currency } = change;
    const fees = await this.ledger.openAccount(tx, 'provider-fee', currency);
    const clearing = await this.clearing(tx, provider, currency);
    const parties = between(clearing, fees.id, { amountMinor: -feeMinor, currency });
    return [{ op: 'transfer', id, kind: 'provider-fee', ...parties, metadata: aboutOf(change) }];
  }

  // What the provider owes us in the one currency it owes us in the other: Dr fx-liquidity, Cr provider-clearing in what was
  // charged, Dr provider-clearing, Cr fx-liquidity in what it settles in; the other way round for what leaves the balance.
  private async conversion(
    tx: Tx,
    provider: string,
    change: BalanceChange,
    { conversionTransferIds }: Booking,
  ): Promise<TransferCommand[]> {
    const { conversion, amountMinor, currency } = change;
    if (!conversion?.from || conversionTransferIds.length === 0) return [];
    const { from } = conversion;
    const legs = [
      { currency: from.currency, amountMinor: -from.amountMinor },
      { currency, amountMinor },
    ].filter((leg) => leg.amountMinor !== 0n);
    const [link] = conversionTransferIds;
    const commands: TransferCommand[] = [];
    for (const [nth, leg] of legs.entries()) {
      const id = conversionTransferIds[nth];
      if (id === undefined) throw new Error('a conversion was not planned');
      const liquidity = await this.ledger.openAccount(tx, 'fx-liquidity', leg.currency);
      const parties = between(await this.clearing(tx, provider, leg.currency), liquidity.id, leg);
      commands.push({ op: 'transfer', id, kind: 'settlement-fx', link, ...parties, metadata: aboutOf(change) });
    }
    return commands;
  }

  private async clearing(tx: Tx, provider: string, currency: string): Promise<string> {
    return (await this.ledger.openAccount(tx, 'provider-clearing', currency, { name: provider, id: null })).id;
  }
}

/** What raises `account`, which debits raise, and lowers it when the amount is negative. */
function between(account: string, contra: string, { amountMinor, currency: asset }: Money) {
  return amountMinor > 0n
    ? { debit: account, credit: contra, amount: amountMinor, asset }
    : { debit: contra, credit: account, amount: -amountMinor, asset };
}

function aboutOf({ reference: change, paymentId, conversion }: BalanceChange) {
  return { change, paymentId, rate: conversion?.rate };
}
