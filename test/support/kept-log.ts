import { PinoLogger } from 'nestjs-pino';
import { symbols } from 'pino';

/** Keeps every line that the application in this process logs from now on, down to the least; nothing is printed. */
export function keepLog(): readonly string[] {
  const lines: string[] = [];
  const stream = { write: (line: string): boolean => lines.push(line) > 0 };
  Object.assign(PinoLogger.root, { [symbols.streamSym]: stream, level: 'trace' });
  return lines;
}
