import { generateKeyPairSync } from 'node:crypto';
import { parsePrivateKey } from '../../../../bridge/src/carriers/vonage/privateKey';
import { PRIVATE_KEY } from '../../support/fakeVonage';

it('reads a key in several lines, or in one', () => {
  expect(parsePrivateKey(PRIVATE_KEY)?.asymmetricKeyType).toBe('rsa');
  expect(parsePrivateKey(PRIVATE_KEY.replaceAll('\n', '\\n'))?.asymmetricKeyType).toBe('rsa');
});

it('takes nothing else for a key', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const ed25519 = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const open = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  for (const text of ['', 'key', ed25519, open, PRIVATE_KEY.slice(0, 200)]) {
    expect(parsePrivateKey(text)).toBeUndefined();
  }
});
