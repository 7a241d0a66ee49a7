const MIN_DIGITS = 12;
const MAX_DIGITS = 19;
// Digits that only spaces, dashes or other punctuation keep apart: the way people and forms write card numbers.
const DIGIT_RUN = /\d(?:[^0-9A-Za-z]*\d)*/g;

/**
 * Whether the text holds something that can be a card number: 12 to 19 digits that pass Luhn's check, anywhere in it and
 * also among other digits. Refusing a harmless token costs its owner a retry; keeping a card number costs far more.
 */
export function containsCardNumber(text: string): boolean {
  const runs = text.normalize('NFKC').match(DIGIT_RUN) ?? [];
  return runs.some((run) => holdsLuhnNumber(run.replace(/\D/g, '')));
}

function holdsLuhnNumber(digits: string): boolean {
  for (let start = 0; start + MIN_DIGITS <= digits.length; start += 1) {
    const longest = Math.min(MAX_DIGITS, digits.length - start);
    for (let length = MIN_DIGITS; length <= longest; length += 1) {
      if (passesLuhn(digits.slice(start, start + length))) return true;
    }
  }
  return false;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const digit = Number(digits[digits.length - 1 - fromRight]);
    const doubled = fromRight % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
