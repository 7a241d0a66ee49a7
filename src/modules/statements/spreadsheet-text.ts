const SIGNS = '=+\\-@＝＋－＠';

/** What a spreadsheet takes for the beginning of a formula, in full-width forms too. */
const BEGINS_A_FORMULA = new RegExp(`^(?:\\s*[${SIGNS}]|[\\t\\r\\n])`, 'u');

/** The same where a spreadsheet that splits at semicolons, or takes a quote for the end of a text, may see a cell begin. */
const MAY_BEGIN_A_CELL = new RegExp(`([;"]\\s*)([${SIGNS}])`, 'gu');

/** Text that a spreadsheet shows as it is: apostrophes keep it from being run as a formula. For text alone, not for numbers. */
export function spreadsheetText(text: string): string {
  const whole = text.replace(MAY_BEGIN_A_CELL, "$1'$2");
  return BEGINS_A_FORMULA.test(whole) ? `'${whole}` : whole;
}
