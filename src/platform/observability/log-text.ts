import { withoutCardNumbers } from '../../shared/card-numbers.ts';

/** How much of one text is looked at and logged. */
const MAX_TEXT = 8_192;
const MAY_BE_OF_A_CARD = /[^A-Za-z,:;]/;

/** Text as it may be logged: without card numbers, and not too long; it says how much of it was left out. */
export function logText(text: string): string {
  if (text.length <= MAX_TEXT) return withoutCardNumbers(text);
  const kept = text.slice(0, cut(text));
  return `${withoutCardNumbers(kept)}[${text.length - kept.length} more]`;
}

// Not within digits: half a card number would not look like one.
function cut(text: string): number {
  let end = MAX_TEXT;
  while (end > 0 && MAY_BE_OF_A_CARD.test(text.charAt(end - 1))) end -= 1;
  return end;
}
