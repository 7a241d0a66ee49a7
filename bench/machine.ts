import { statfsSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

const MEMORY_FILE_SYSTEM = 0x01021994; // statfs(2): tmpfs

/** The lines that say on what it was measured. */
export function describeMachine(settings: Readonly<Record<string, string>>): string[] {
  const { server_version, data_directory: _, ...shown } = settings;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return [
    `${cpus().length} × ${cpus()[0]?.model.trim()}, ${memory}, ${type()} ${release()}, Node ${process.version}`,
    `PostgreSQL ${server_version}: ${Object.entries(shown)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  ];
}

export function loadAverage(): string {
  return loadavg()
    .map((value) => value.toFixed(2))
    .join(', ');
}

/** A disk that is memory makes every fsync free. Refuses one. */
export function requireDisk(directory: string | undefined): void {
  const kind = directory === undefined ? undefined : fileSystemOf(directory);
  if (kind === MEMORY_FILE_SYSTEM) throw new Error(`${directory} is in memory: a commit would cost nothing there`);
}

function fileSystemOf(directory: string): number | undefined {
  try {
    return statfsSync(directory).type;
  } catch {
    return undefined; // the server runs as somebody whose folder we may not see
  }
}
