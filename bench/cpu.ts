import { existsSync, readdirSync, readFileSync } from 'node:fs';

const MICROS_PER_TICK = 10_000; // proc(5) counts in hundredths of a second
const [PARENT, USER, SYSTEM, WAITED_USER, WAITED_SYSTEM] = [1, 11, 12, 13, 14]; // after the state that follows the name

/** CPU microseconds that a process has used so far, all its threads; undefined where there is no /proc. */
export function cpuOfProcess(pid: number): number | undefined {
  const fields = statOf(pid);
  return fields && ticks(fields, [USER, SYSTEM]) * MICROS_PER_TICK;
}

/** The same with its children: those that run and those that ended. For PostgreSQL's server and its sessions. */
export function cpuOfFamily(pid: number): number | undefined {
  const own = statOf(pid);
  if (!own) return undefined;
  const children = readdirSync('/proc').flatMap((name) => {
    const fields = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    return fields?.[PARENT] === String(pid) ? [fields] : [];
  });
  const spent = children.map((fields) => ticks(fields, [USER, SYSTEM]));
  const ownAndEnded = ticks(own, [USER, SYSTEM, WAITED_USER, WAITED_SYSTEM]);
  return spent.reduce((sum, each) => sum + each, ownAndEnded) * MICROS_PER_TICK;
}

function statOf(pid: number): string[] | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  try {
    const stat = readFileSync(file, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined; // it ended between the two lines above
  }
}

function ticks(fields: readonly string[], positions: readonly number[]): number {
  return positions.reduce((sum, position) => sum + Number(fields[position]), 0);
}
