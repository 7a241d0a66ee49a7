import { PlainText } from './plain-text.ts';

const MAX_REASON_LENGTH = 500;

/** Why somebody does it: for those who look into it later. */
export function Reason(): PropertyDecorator {
  return PlainText({ min: 1, max: MAX_REASON_LENGTH });
}
