/** A payment that is not heard of again after its intent was recorded is inquired about after this time. */
export const CRASH_INQUIRY_DELAY_MS = 30_000;

/**
 * How long to wait before each inquiry about an unresolved payment; the last repeats for as long as it takes. The first
 * comes soon, because most timeouts are over by then; a payment is never given up, and never failed by the passing of time.
 */
export const INQUIRY_DELAYS_MS = [2_000, 5 * 60_000, 60 * 60_000, 24 * 60 * 60_000] as const;

function firstInquiryAt(now: Date): Date {
  return new Date(now.getTime() + INQUIRY_DELAYS_MS[0]);
}

/** What is inquired about, as far as its schedule goes. */
export interface Inquired {
  readonly inquiries: number;
  readonly inquireAt: Date | null;
}

/** When to inquire next: an inquiry schedules the one after it before it is made, so only the first has to be scheduled here. */
export function nextInquiryAt({ inquiries, inquireAt }: Inquired, now: Date): Date | null {
  return inquiries === 0 ? firstInquiryAt(now) : inquireAt;
}

/** When to inquire about a payment whose intent was just recorded, should its charge never be heard of. */
export function crashInquiryAt(now: Date): Date {
  return new Date(now.getTime() + CRASH_INQUIRY_DELAY_MS);
}
