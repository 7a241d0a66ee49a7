import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const BUILD_DEADLINE_MS = 300_000;
const START_DEADLINE_MS = 90_000;
const KEPT_LINES = 40;
const LISTENING = /listening on (http:\/\/[^\s"]+)/;

/** How a process ended: by itself with a code, or by a signal. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built application in a process of its own, as production runs it, so that a test can kill it. */
export class AppProcess {
  private static readonly started = new Set<AppProcess>();

  readonly exited: Promise<Exit>;
  private readonly lines: string[] = [];
  private readonly listening: Promise<string>;
  private gone = false;

  private constructor(private readonly child: ChildProcess) {
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.gone = true;
        resolve({ code, signal });
      });
    });
    this.listening = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(this.trouble('did not listen in time')), START_DEADLINE_MS);
      void this.exited.then(() => {
        clearTimeout(timer);
        reject(this.trouble('ended before it listened'));
      });
      this.read((line) => {
        const url = LISTENING.exec(line)?.[1];
        if (url === undefined) return;
        clearTimeout(timer);
        resolve(url);
      });
    });
    // Not everybody who starts one waits for it to listen.
    this.listening.catch(() => undefined);
  }

  /** Compiles `src` to `dist`, unless it is there already. */
  static async build(): Promise<void> {
    const child = spawn(process.execPath, ['scripts/build.ts'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: BUILD_DEADLINE_MS,
    });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`the build ended with ${code}`);
  }

  /** Starts the process and does not wait for it. It listens on a port that the system chooses, unless told otherwise. */
  static spawn(environment: NodeJS.ProcessEnv): AppProcess {
    const { PATH } = process.env;
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js'], {
      env: { PATH, ...environment, LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const app = new AppProcess(child);
    AppProcess.started.add(app);
    return app;
  }

  /** Starts the process and waits until it listens. */
  static async start(environment: NodeJS.ProcessEnv): Promise<AppProcess> {
    const app = AppProcess.spawn(environment);
    await app.url();
    return app;
  }

  /** Ends whatever was started here and still runs. For `afterAll`. */
  static async endAll(): Promise<void> {
    await Promise.all([...AppProcess.started].map((app) => app.end('SIGKILL')));
    AppProcess.started.clear();
  }

  /** Where it listens, once it does. Rejects with the end of its log when it never will. */
  url(): Promise<string> {
    return this.listening;
  }

  /** Sends a signal, if it still runs. */
  signal(signal: NodeJS.Signals): void {
    if (!this.gone) this.child.kill(signal);
  }

  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Exit> {
    this.signal(signal);
    return this.exited;
  }

  /** The last lines that it wrote. */
  get log(): string {
    return this.lines.join('\n');
  }

  private read(look: (line: string) => void): void {
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        if (this.lines.length > KEPT_LINES) this.lines.shift();
        look(line);
      });
    }
  }

  private trouble(what: string): Error {
    return new Error(`the application ${what}:\n${this.log}`);
  }
}
