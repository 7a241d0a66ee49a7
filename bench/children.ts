import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { RunRequest } from './child-side.ts';
import type { Driven } from './drive.ts';

const STOP_DEADLINE_MS = 15_000;

interface Message {
  readonly port?: number;
  readonly ready?: boolean;
  readonly edge?: 'opened' | 'closed';
  readonly driven?: Driven;
  readonly error?: string;
}

export interface ChildOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Where to leave a CPU profile of it, if one is wanted. */
  readonly profileDir?: string;
}

/** One of the bench's own processes: each has a pid, so that each one's CPU can be told. */
export class Child {
  readonly pid: number;
  /** Where it listens, if it does. */
  readonly port: number;
  private readonly process: ChildProcess;

  private constructor(process: ChildProcess, port: number) {
    this.process = process;
    this.pid = process.pid ?? 0;
    this.port = port;
  }

  /** Starts a file of this folder and waits until it says that it is ready. */
  static async start(file: string, { env, profileDir }: ChildOptions): Promise<Child> {
    const profile = profileDir
      ? ['--cpu-prof', '--cpu-prof-dir', profileDir, '--cpu-prof-name', `${file}.cpuprofile`]
      : [];
    const started = fork(join('bench', file), { env: { ...process.env, ...env }, execArgv: profile });
    const { port = 0 } = await firstOf(started, file, ({ ready }) => ready === true);
    return new Child(started, port);
  }

  /** Lets it send and measure. `onEdge` is called when its window opens and closes. */
  async run<Wanted>(request: RunRequest<Wanted>, onEdge: (edge: 'opened' | 'closed') => void): Promise<Driven> {
    const listener = ({ edge }: Message): void => {
      if (edge) onEdge(edge);
    };
    this.process.on('message', listener);
    try {
      const answered = firstOf(this.process, `pid ${this.pid}`, ({ driven, error }) => Boolean(driven ?? error));
      this.process.send(request);
      const { driven, error } = await answered;
      if (!driven) throw new Error(error);
      return driven;
    } finally {
      this.process.off('message', listener);
    }
  }

  /** Ends it: politely, so that a profile is written, and then for good. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.process.once('exit', () => resolve()));
    this.process.disconnect();
    const timer = setTimeout(() => this.process.kill('SIGKILL'), STOP_DEADLINE_MS);
    await ended;
    clearTimeout(timer);
  }
}

function firstOf(child: ChildProcess, name: string, isIt: (message: Message) => boolean): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: Message): void => {
      if (isIt(message)) settle(() => resolve(message));
    };
    const onExit = (): void => settle(() => reject(new Error(`${name} ended; what it said stands above`)));
    const settle = (how: () => void): void => {
      child.off('message', onMessage).off('exit', onExit);
      how();
    };
    child.on('message', onMessage).on('exit', onExit);
  });
}
