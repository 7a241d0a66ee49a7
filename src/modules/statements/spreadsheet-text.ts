/** What a spreadsheet takes for the beginning of a formula, in full-width forms too. */
const BEGINS_A_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** Text that a spreadsheet shows as it is: an apostrophe keeps it from being run as a formula. For text alone, not for numbers. */
export function spreadsheetText(text: string): string {
  return BEGINS_A_FORMULA.test(text) ? `'${text}` : text;
}
