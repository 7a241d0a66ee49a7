import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from './json-file.ts';

export interface LocalSecrets {
  readonly jwtPrivateKey: string;
  readonly signingSecret: string;
  readonly encryptionKey: string;
  readonly postgresAdminPassword: string;
  readonly postgresPassword: string;
  readonly postgresLoginPassword: string;
}

const OWNER_ONLY = 0o600;

/** This checkout's secrets: made once, remembered, readable by their owner alone. */
export function localSecrets(stateDir: string): LocalSecrets {
  const file = join(stateDir, 'secrets.json');
  const remembered = readJsonFile<Partial<LocalSecrets>>(file);
  if (remembered !== undefined && isWhole(remembered)) return remembered;
  // A stack of an earlier version keeps what it has, and gets what is new.
  const made = { ...makeSecrets(), ...remembered };
  writeJsonFile(file, made, OWNER_ONLY);
  return made;
}

function makeSecrets(): LocalSecrets {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return {
    jwtPrivateKey: Buffer.from(pem).toString('base64'),
    // The prefix lets the app refuse this secret in production.
    signingSecret: `demo-${randomBytes(48).toString('base64')}`,
    encryptionKey: randomBytes(32).toString('base64'),
    postgresAdminPassword: randomBytes(18).toString('hex'),
    postgresPassword: randomBytes(18).toString('hex'),
    postgresLoginPassword: randomBytes(18).toString('hex'),
  };
}

function isWhole(secrets: Partial<LocalSecrets>): secrets is LocalSecrets {
  return secrets.postgresLoginPassword !== undefined;
}
