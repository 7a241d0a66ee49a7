import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Writes docs/openapi.json from the built application: the decorators' metadata exist only there. Build first.
// No store is contacted, so that the addresses and secrets below only have to be well-formed.

const OUTPUT = join(process.cwd(), 'docs', 'openapi.json');

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ENVIRONMENT = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  JOBS: 'off',
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
  DYNAMODB_ENDPOINT: 'http://127.0.0.1:1',
  JWT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  SIGNING_SECRET: randomBytes(32).toString('hex'),
  ENCRYPTION_KEY: randomBytes(32).toString('base64'),
};

interface Built {
  loadConfig(environment: NodeJS.ProcessEnv): unknown;
  createApp(config: unknown): Promise<object>;
  createOpenApiDocument(app: object): object;
}

/** Named at run time, so that type checking does not need a build. */
async function load<Name extends keyof Built>(file: string, name: Name): Promise<Built[Name]> {
  const module = (await import(join(process.cwd(), 'dist', file))) as Built;
  return module[name];
}

await import('reflect-metadata');
const loadConfig = await load('platform/config/index.js', 'loadConfig');
const createApp = await load('create-app.js', 'createApp');
const createOpenApiDocument = await load('platform/http/openapi/document.js', 'createOpenApiDocument');

const app = await createApp(loadConfig(ENVIRONMENT));
const document = createOpenApiDocument(app);
mkdirSync(join(process.cwd(), 'docs'), { recursive: true });
writeFileSync(OUTPUT, `${JSON.stringify(document, null, 2)}\n`);
process.stdout.write(`${OUTPUT}\n`);
process.exit(0);
