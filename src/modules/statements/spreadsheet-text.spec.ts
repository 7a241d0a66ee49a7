import { spreadsheetText } from './spreadsheet-text.ts';

describe('text in a spreadsheet', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\n=1',
    ' =1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    "=cmd|' /C calc'!A0",
  ])('that begins like a formula is kept from being one: %j', (text) => {
    expect(spreadsheetText(text)).toBe(`'${text}`);
  });

  it.each([
    ['x;=HYPERLINK("https://test.example")', `x;'=HYPERLINK("https://test.example")`],
    ['x; =1;+2', "x; '=1;'+2"],
    ['x;"=1"', `x;"'=1"`],
    ['"@SUM(A1)', `"'@SUM(A1)`],
    ['=1;=2', "'=1;'=2"],
  ])('has no formula where a cell may begin: %j', (text, kept) => {
    expect(spreadsheetText(text)).toBe(kept);
  });

  it.each(['', 'Dinner', '1 = 1', 'a-b', 'a; b', '"hi"', "'=1", '₹ 12'])('that is text stays as it is: %j', (text) => {
    expect(spreadsheetText(text)).toBe(text);
  });
});
