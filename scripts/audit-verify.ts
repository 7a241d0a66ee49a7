// npm run audit:verify -- [--from <day>] [--to <day>] [--kept <file>] [--anchors]: is the audit log as it was written?
// --anchors prints the anchors of sealed days, to be kept elsewhere; --kept compares with what was printed once.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AuditVerdict, KeptAnchor, VerifyAudit as VerifyAuditFace } from '../src/modules/audit/index.ts';
import { built, withBuiltApp } from './built-app.ts';
import { runMain } from './local-stack/command-line.ts';

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  kept: { type: 'string' },
  anchors: { type: 'boolean' },
} as const;

runMain(async () => {
  const { from, to, kept, anchors } = parseArgs({ options: OPTIONS }).values;
  const { VerifyAudit } = await built<{ VerifyAudit: typeof VerifyAuditFace }>('../dist/modules/audit/index.js');
  await withBuiltApp(async (app) => {
    const verify = app.get<VerifyAuditFace>(VerifyAudit, { strict: false });
    const verdict = await verify.execute({ from, to, kept: kept === undefined ? [] : anchorsIn(kept) });
    process.stdout.write(report(verdict, anchors === true));
    process.exitCode = verdict.findings.length === 0 ? 0 : 1;
  });
});

function report({ days, events, findings, anchors }: AuditVerdict, showAnchors: boolean): string {
  const lines = showAnchors ? anchors.map(({ service, day, anchor }) => `${service} ${day} ${anchor}`) : [];
  lines.push(...findings.map(({ kind, service, day, what }) => `${kind}: ${service} ${day}: ${what}`));
  const outcome = findings.length === 0 ? 'The log is as it was written' : `${findings.length} findings`;
  return `${[...lines, `${outcome}: ${events} events of ${days} days of services.`].join('\n')}\n`;
}

/** What `--anchors` printed: a service, a day and a hash in each line. */
function anchorsIn(file: string): KeptAnchor[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const found = lines.map((line) => /^([a-z0-9-]+) (\d{4}-\d{2}-\d{2}) ([0-9a-f]{64})$/.exec(line));
  return found.flatMap((match) =>
    match ? [{ service: match[1] ?? '', day: match[2] ?? '', anchor: match[3] ?? '' }] : [],
  );
}
