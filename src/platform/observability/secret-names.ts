/** Only the end of a longer name is looked at. */
const MAX_NAME = 64;

// What a name in lower case, without dashes and underscores, ends with.
const SECRET_ENDS = [
  ...['authorization', 'cookie', 'password', 'passphrase', 'passcode', 'secret', 'credential', 'token'],
  ...['passwordhash', 'tokenhash', 'privatekey', 'secretkey', 'signingkey', 'encryptionkey', 'apikey', 'accesskey'],
  ...['idempotencykey', 'qrpayload', 'cardnumber', 'securitycode', 'databaseurl', 'replicaurl', 'redisurl'],
  ...['connectionstring', 'email', 'emailaddress', 'phone', 'phonenumber', 'firstname', 'lastname', 'fullname'],
  ...['middlename', 'holdername', 'dateofbirth', 'birthdate', 'birthday'],
];
const SECRET_END = new RegExp(`(?:${SECRET_ENDS.join('|')})s?$`);
// Too short to be looked for within a word: `pin` is no `mapping`.
const SECRET_WORDS = new Set(['pin', 'otp', 'pan', 'cvc', 'cvv', 'iban', 'dob', 'ssn']);
const BETWEEN_WORDS = /[^A-Za-z\d]+|(?<=[a-z\d])(?=[A-Z])/;

/** Whether a field of this name holds a secret or a person's data: by the end of the name, as `currentPassword` and `userEmail`. */
export function isSecretName(name: string): boolean {
  const end = name.slice(-MAX_NAME);
  if (SECRET_END.test(end.toLowerCase().replaceAll(/[^a-z\d]/g, ''))) return true;
  return SECRET_WORDS.has((end.split(BETWEEN_WORDS).at(-1) ?? '').toLowerCase());
}
