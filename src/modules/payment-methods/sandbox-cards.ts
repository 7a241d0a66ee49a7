import type { CardDetails } from './payment-method.ts';

const EXPIRY_DATE = '2030-12';
const UNKNOWN_CARD: CardDetails = { brand: null, lastFour: null, expiryDate: null };

const SANDBOX_CARDS: Readonly<Record<string, CardDetails>> = {
  sandbox_visa: { brand: 'visa', lastFour: '4242', expiryDate: EXPIRY_DATE },
  sandbox_declined: { brand: 'visa', lastFour: '0002', expiryDate: EXPIRY_DATE },
  sandbox_3ds: { brand: 'mastercard', lastFour: '3220', expiryDate: EXPIRY_DATE },
  sandbox_timeout: { brand: 'visa', lastFour: '0101', expiryDate: EXPIRY_DATE },
  sandbox_timeout_failed: { brand: 'visa', lastFour: '0119', expiryDate: EXPIRY_DATE },
  sandbox_late_failure: { brand: 'visa', lastFour: '0341', expiryDate: EXPIRY_DATE },
  sandbox_refund_timeout: { brand: 'visa', lastFour: '7726', expiryDate: EXPIRY_DATE },
  sandbox_refund_declined: { brand: 'visa', lastFour: '5126', expiryDate: EXPIRY_DATE },
  sandbox_refund_late_failure: { brand: 'visa', lastFour: '5134', expiryDate: EXPIRY_DATE },
  sandbox_dispute: { brand: 'visa', lastFour: '0259', expiryDate: EXPIRY_DATE },
};

/** What the sandbox would say of the card behind a token; nothing of a token that it does not know. */
export function sandboxCard(token: string): CardDetails {
  return Object.hasOwn(SANDBOX_CARDS, token) ? (SANDBOX_CARDS[token] ?? UNKNOWN_CARD) : UNKNOWN_CARD;
}
