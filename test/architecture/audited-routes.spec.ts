import { IMPERSONAL_READS, SILENT_WRITES } from '../support/unaudited-routes.ts';
import { RECORDS } from './audit-calls.ts';
import { RouteCalls } from './route-calls.ts';
import { linesLike, typescriptFiles } from './source-files.ts';

const calls = new RouteCalls('src');
const writes = calls.handlers.filter(({ method }) => method !== 'GET');
const adminReads = calls.handlers.filter(({ method, path }) => method === 'GET' && path.startsWith('/admin'));
const nameOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

describe('the audit log', () => {
  it('finds the routes', () => {
    expect(writes.length).toBeGreaterThan(40);
    expect(adminReads.length).toBeGreaterThan(10);
  });

  it('hears of every change that a route makes', () => {
    const silent = writes.filter(({ start }) => !calls.reaches(start, (callee) => RECORDS.has(callee)));
    const unnamed = silent.filter((handler) => !Object.hasOwn(SILENT_WRITES, nameOf(handler)));
    const mend =
      'say `await audit.record(tx, { service, action, subjectId, ... })` (src/platform/audit) where it writes';
    expect(unnamed.map((handler) => `${nameOf(handler)} in ${handler.file}: ${mend}`)).toEqual([]);
    const gone = Object.keys(SILENT_WRITES).filter((name) => !silent.some((handler) => nameOf(handler) === name));
    expect(gone).toEqual([]);
  });

  it('hears of every administrator who sees what is about people', () => {
    const silent = adminReads.filter(({ decorators }) => !decorators.includes('AuditedRead'));
    const unnamed = silent.filter((handler) => !Object.hasOwn(IMPERSONAL_READS, nameOf(handler)));
    const mend = "add @AuditedRead('<module>', '<noun>.read') (src/platform/audit) to the handler";
    expect(unnamed.map((handler) => `${nameOf(handler)} in ${handler.file}: ${mend}`)).toEqual([]);
    const gone = Object.keys(IMPERSONAL_READS).filter((name) => !silent.some((handler) => nameOf(handler) === name));
    expect(gone).toEqual([]);
  });

  it('would miss the event of a change that says nothing', () => {
    const opened = writes.find((handler) => nameOf(handler) === 'POST /wallets');
    expect(opened && calls.reaches(opened.start, (callee) => callee === 'Outbox.append')).toBe(true);
    expect(opened && calls.reaches(opened.start, (callee) => callee === 'Ledger.postOnce')).toBe(false);
  });

  it('names services by their modules', () => {
    const named = /(?:\bservice: (?='[a-z-]+', action)|audit\.announced\(tx, |@AuditedRead\()'([a-z-]+)'/;
    const strangers = linesLike(typescriptFiles('src/modules'), named).filter((line) => {
      const [, module] = /^src\/modules\/([^/]+)\//.exec(line) ?? [];
      return named.exec(line)?.[1] !== module;
    });
    expect(strangers).toEqual([]);
  });
});
