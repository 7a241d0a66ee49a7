import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { ProcessRecord } from './processes.ts';

export type StoreName = 'postgres' | 'dynamodb' | 'redis';
export type PortName = StoreName | 'app' | 'metrics';

/** What one stack remembers between runs: the ports it took and the processes it started. */
export interface StackState {
  readonly ports: Partial<Record<PortName, number>>;
  readonly processes: Partial<Record<StoreName | 'app', ProcessRecord>>;
}

const EMPTY: StackState = { ports: {}, processes: {} };

export function readState(stateDir: string): StackState {
  return readJsonFile<StackState>(stateFile(stateDir)) ?? EMPTY;
}

export function rememberPort(stateDir: string, name: PortName, port: number): void {
  const state = readState(stateDir);
  writeJsonFile(stateFile(stateDir), { ...state, ports: { ...state.ports, [name]: port } });
}

export function rememberProcess(stateDir: string, name: StoreName | 'app', record: ProcessRecord | undefined): void {
  const state = readState(stateDir);
  writeJsonFile(stateFile(stateDir), { ...state, processes: { ...state.processes, [name]: record } });
}

function stateFile(stateDir: string): string {
  return join(stateDir, 'stack.json');
}
