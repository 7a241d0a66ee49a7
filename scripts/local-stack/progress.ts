const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const PATIENCE_MS = 1000;

/**
 * Says on standard error what is going on, so that standard output stays for results.
 * On a terminal: a spinner, then one line a step. Elsewhere: plain lines. For machines (`quiet`): nothing.
 */
export class Progress {
  private readonly mode: 'terminal' | 'plain' | 'quiet';
  private readonly active = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private frame = 0;

  constructor(quiet: boolean) {
    const terminal = process.stderr.isTTY && process.env.CI === undefined;
    this.mode = quiet ? 'quiet' : terminal ? 'terminal' : 'plain';
  }

  /** Runs one step under a label; says how long it took when it took a while. */
  async step<T>(label: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const stopTelling = this.begin(label);
    try {
      const result = await work();
      stopTelling();
      this.note(`✔ ${label}${duration(startedAt)}`);
      return result;
    } catch (error) {
      stopTelling();
      this.note(`✘ ${label}${duration(startedAt)}`);
      throw error;
    }
  }

  /** One line that stays. */
  note(line: string): void {
    if (this.mode === 'quiet') return;
    this.clearLine();
    process.stderr.write(`${line}\n`);
  }

  private begin(label: string): () => void {
    this.active.add(label);
    if (this.mode === 'terminal') this.timer ??= setInterval(() => this.draw(), FRAME_MS);
    const patience = this.mode === 'plain' ? setTimeout(() => this.note(`  ${label} ...`), PATIENCE_MS) : undefined;
    return () => {
      clearTimeout(patience);
      this.active.delete(label);
      if (this.active.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
      this.clearLine();
    };
  }

  private draw(): void {
    this.clearLine();
    this.frame = (this.frame + 1) % FRAMES.length;
    const width = (process.stderr.columns ?? 80) - 1;
    process.stderr.write(`${FRAMES[this.frame]} ${[...this.active].join(' · ')}`.slice(0, width));
  }

  private clearLine(): void {
    if (this.mode === 'terminal') process.stderr.write('\r\u001b[2K');
  }
}

function duration(startedAt: number): string {
  const elapsedMs = performance.now() - startedAt;
  return elapsedMs < PATIENCE_MS ? '' : ` (${(elapsedMs / 1000).toFixed(1)} s)`;
}
