export { derivedKey } from './derived-key.ts';
export { SecretBox, type SecretPlace } from './secret-box.ts';
