import { spreadsheetText } from './spreadsheet-text.ts';

describe('text in a spreadsheet', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\n=1', '＝1', '＋1', '－1', '＠x', "=cmd|' /C calc'!A0"])(
    'that begins like a formula is kept from being one: %j',
    (text) => {
      expect(spreadsheetText(text)).toBe(`'${text}`);
    },
  );

  it.each(['', 'Dinner', '1 = 1', 'a-b', ' =1', "'=1", '₹ 12'])('that is text stays as it is: %j', (text) => {
    expect(spreadsheetText(text)).toBe(text);
  });
});
