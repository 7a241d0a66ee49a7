import type PDFDocument from 'pdfkit';
import { FONT_SIZE, type Fonts } from './statement-layout.ts';

type Document = InstanceType<typeof PDFDocument>;

// Joiners belong to the letters around them.
const DEVANAGARI = /((?:\p{Script=Devanagari}|[\u200c\u200d])+)/u;
/** How far below the top of a line its letters stand, in DejaVu. */
const ASCENT = 0.928 * FONT_SIZE;

/** One line of text in a font that has most letters, and in another where it has not. */
export class WrittenLine {
  private readonly runs: readonly string[];

  constructor(
    private readonly document: Document,
    private readonly fonts: Fonts,
    text: string,
  ) {
    this.runs = text.split(DEVANAGARI);
  }

  get width(): number {
    return this.runs.reduce((width, _run, nth) => width + this.widthOf(nth), 0);
  }

  write(x: number, y: number): void {
    let start = x;
    for (const [nth, run] of this.runs.entries()) {
      if (run === '') continue;
      const width = this.widthOf(nth);
      this.inFontOf(nth, () =>
        isDevanagari(nth)
          ? this.document.text(run, start, y + ASCENT, { lineBreak: false, baseline: 'alphabetic' })
          : this.document.text(run, start, y, { lineBreak: false }),
      );
      start += width;
    }
  }

  private widthOf(nth: number): number {
    return this.inFontOf(nth, () => this.document.widthOfString(this.runs[nth] ?? ''));
  }

  private inFontOf<T>(nth: number, work: () => T): T {
    if (!isDevanagari(nth)) return work();
    this.document.font(this.fonts.devanagari);
    const done = work();
    this.document.font(this.fonts.regular);
    return done;
  }
}

/** What a text is split by stands between what it is split into. */
function isDevanagari(nth: number): boolean {
  return nth % 2 === 1;
}
