import { join } from 'node:path';

/** A4, in points. */
export const PAGE_SIZE = 'A4';
export const PAGE = { width: 595, height: 842, margin: 36 } as const;
export const ROW_HEIGHT = 15;
export const FONT_SIZE = 7.5;

/** Where the table's rows begin: below the summary on the first page, below the head on the others. */
export const FIRST_ROWS_AT = 210;
export const ROWS_AT = 84;
export const FOOTER_AT = 806;

/** As many as fit above the footer. */
export const ROWS_ON_FIRST_PAGE = 39;
export const ROWS_ON_PAGE = 47;

export interface Column {
  readonly title: string;
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

const column = (title: string, x: number, width: number, align: Column['align'] = 'left'): Column => ({
  title,
  x: PAGE.margin + x,
  width,
  align,
});

/** Side by side over the width of the page less its margins: 523 points. */
export const COLUMNS = {
  recorded: column('Recorded (UTC)', 0, 74),
  effective: column('Effective (UTC)', 76, 74),
  details: column('Details', 152, 146),
  amountIn: column('In', 300, 70, 'right'),
  amountOut: column('Out', 372, 70, 'right'),
  balance: column('Balance', 444, 79, 'right'),
} as const;

export interface Fonts {
  readonly regular: string;
  readonly bold: string;
  readonly devanagari: string;
}

/** DejaVu has the signs of all our currencies, and Latin, Greek and Cyrillic letters among others; not those of Hindi. */
export function statementFonts(): Fonts {
  const packages = join(process.cwd(), 'node_modules');
  const dejaVu = join(packages, 'dejavu-fonts-ttf', 'ttf');
  const noto = join(packages, '@expo-google-fonts', 'noto-sans-devanagari');
  return {
    regular: join(dejaVu, 'DejaVuSansCondensed.ttf'),
    bold: join(dejaVu, 'DejaVuSansCondensed-Bold.ttf'),
    devanagari: join(noto, '400Regular', 'NotoSansDevanagari_400Regular.ttf'),
  };
}
